using LocalAzure.State;

namespace LocalAzure.Revisions;

/// <summary>One replica: keeps a process running, restarts it with back-off, opens it to ingress while it is ready, and ends it.</summary>
internal sealed class Replica : IDisposable
{
    private readonly RevisionSpec spec;
    private readonly ReplicaPlatform platform;
    private readonly Action changed;
    private readonly ProbeSet probes;
    private readonly ReplicaLog log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task supervision = Task.CompletedTask;
    private ReplicaRecord record;
    private ReplicaStatus status;
    private RunningProcess? process;
    private string? startFailure;
    private string lastProbe = "";
    private bool everReady;
    private int endsInARow;

    public Replica(RevisionSpec spec, ReplicaRecord record, ReplicaPlatform platform, Action changed)
    {
        this.spec = spec;
        this.record = record;
        this.platform = platform;
        this.changed = changed;
        probes = ProbeSet.Of(spec);
        log = new ReplicaLog(platform.Folders.LogFile(spec.Name, record.Replica));
        status = new ReplicaStatus
        {
            Name = record.Replica,
            Container = spec.Containers[0].Name,
            Created = record.Created,
            RestartCount = record.RestartCount,
            RunningState = "Waiting",
            LogFile = log.File,
        };
    }

    public ReplicaStatus Status => Volatile.Read(ref status);

    /// <summary>Why it could not be made ready within its budget; null while there is hope, and once it was ready.</summary>
    public string? StartFailure => Volatile.Read(ref startFailure);

    public ReplicaLog Log => log;

    /// <summary>Starts supervising: the recorded process when it still runs, else a new one.</summary>
    public void Run() => supervision = Task.Run(SuperviseAsync);

    /// <summary>Takes it out of ingress, lets requests in flight finish, ends its processes, and forgets it.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await supervision.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var begin = platform.Clock.GetTimestamp();
        await DrainAsync(spec.TerminationGracePeriod / 2, cancellationToken);
        var rest = spec.TerminationGracePeriod - platform.Clock.GetElapsedTime(begin);
        await EndProcessAsync(rest, cancellationToken);
        platform.Ledger.Remove(record.Replica);
        if (Directory.Exists(platform.Folders.Home(record.Replica)))
            Directory.Delete(platform.Folders.Home(record.Replica), recursive: true);
        Update(now => now with { RunningState = "Terminated", Details = "Stopped." });
    }

    public void Dispose() => stopping.Dispose();

    private async Task SuperviseAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            ReplicaEnd end;
            try
            {
                end = await LiveAsync(stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                end = new ReplicaEnd(failure.Message) { NotLaunched = true };
            }

            platform.Endpoints.Close(record.Replica);
            Update(now => now with { Ready = false, Started = false, Details = end.Reason });
            await ClearAsync(end.Killed ? TimeSpan.Zero : spec.TerminationGracePeriod);
            await BackOffAsync(end);
        }
    }

    /// <summary>One life of the container, from its launch or adoption to the reason of its end.</summary>
    private async Task<ReplicaEnd> LiveAsync(CancellationToken cancellationToken)
    {
        var found = record.FindProcess();
        using var running = found is null ? await LaunchAsync(cancellationToken) : ReplicaProcess.Adopt(found);
        process = running.Identity;
        platform.Ports.Claim(record.Port);
        var address = new Uri($"http://127.0.0.1:{record.Port}");
        Update(now => now with { RunningState = "Running", ProcessId = process.Id, Address = address });

        var begin = platform.Clock.GetTimestamp();
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var exit = running.WaitForExitAsync(platform.Timing.AdoptedPoll, platform.Clock, life.Token);
        var probing = ProbeAsync(address, adopted: found is not null, life.Token);
        var crash = CrashAsync(life.Token);
        var upkeep = Task.WhenAll(CutLogAsync(life.Token), WatchProgressAsync(life.Token));
        try
        {
            var first = await Task.WhenAny(exit, probing, crash);
            return first == exit ? Exited(await exit) : await (Task<ReplicaEnd>)first;
        }
        finally
        {
            if (platform.Clock.GetElapsedTime(begin) >= platform.Timing.BackOffForgotten)
                endsInARow = 0;
            await life.CancelAsync();
            await Task.WhenAll(exit, probing, crash, upkeep).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ReplicaProcess> LaunchAsync(CancellationToken cancellationToken)
    {
        var image = await platform.Images.UnpackAsync(spec.Containers[0].Image, cancellationToken);
        platform.Ports.Return(record.Port);
        var seat = new ReplicaSeat(record.Replica, platform.Ports.Take(), platform.Folders.Home(record.Replica), platform.Folders.Id);
        // The intent is on disk before the process is there: whoever comes after us looks for it by its mark.
        Record(record with { Port = seat.Port, ProcessId = null, Started = false, Image = image.Digest, StopSignal = Signals.Parse(image.Configuration.StopSignal) });
        OwnerOnly.CreateFolder(seat.Home);
        log.Prepare();
        var started = ReplicaProcess.Start(ReplicaCommand.Of(spec, image, seat), log.File);
        Record(record with { ProcessId = started.Identity.Id, StartTicks = started.Identity.StartTicks, Boot = Machine.Boot });
        return started;
    }

    private async Task<ReplicaEnd> ProbeAsync(Uri address, bool adopted, CancellationToken cancellationToken)
    {
        if (!adopted && platform.Disturbance is { } disturbance)
            await disturbance.HoldAsync(spec.Name, cancellationToken);
        return await Probing(address).RunAsync(record.Started && adopted, cancellationToken);
    }

    private async Task<ReplicaEnd> CrashAsync(CancellationToken cancellationToken)
    {
        await (platform.Disturbance?.CrashAsync(spec.Name, cancellationToken) ?? Task.Delay(Timeout.InfiniteTimeSpan, platform.Clock, cancellationToken));
        return new ReplicaEnd("Exited with code 137. The fault profile of this app says so.") { Killed = true };
    }

    private ReplicaProbing Probing(Uri address) => new(probes, address, platform.Clock)
    {
        Answered = answer => lastProbe = answer.Text,
        Started = () =>
        {
            Record(record with { Started = true });
            Update(now => now with { Started = true });
        },
        Ready = ready =>
        {
            if (ready)
                platform.Endpoints.Open(spec.Name, record.Replica, address);
            else
                platform.Endpoints.Close(record.Replica);
            everReady |= ready;
            if (ready)
                Volatile.Write(ref startFailure, null);
            Update(now => now with { Ready = ready, Details = ready ? null : $"Not ready. {lastProbe}." });
        },
    };

    private async Task WatchProgressAsync(CancellationToken cancellationToken)
    {
        if (everReady)
            return;
        var deadline = probes.Budget > platform.Timing.ShortestProgressDeadline ? probes.Budget : platform.Timing.ShortestProgressDeadline;
        await Task.Delay(deadline, platform.Clock, cancellationToken);
        if (!everReady)
            FailStart($"Not ready within {deadline.TotalSeconds:0} s. Last probe: {lastProbe}.");
    }

    private async Task CutLogAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(platform.Timing.LogCheck, platform.Clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            log.CutWhenTooLong();
    }

    private ReplicaEnd Exited(int? exitCode) => new(
        (exitCode is { } code ? $"Exited with code {code}." : "Exited; its exit code went to an earlier run of LocalAzure.")
        + (lastProbe.Length > 0 ? $" Last probe: {lastProbe}." : "")
        + (log.ReadLast(1) is [var line] ? $" Last output: {line}" : ""));

    private async Task BackOffAsync(ReplicaEnd end)
    {
        endsInARow++;
        if (!everReady && (end.StartupFailed || end.NotLaunched || endsInARow >= platform.Timing.StartsUntilFailed))
            FailStart(end.Reason);
        var wait = platform.Timing.BackOff(endsInARow);
        record = record with { RestartCount = record.RestartCount + 1 };
        Update(now => now with
        {
            RunningState = "Waiting",
            ProcessId = null,
            Address = null,
            Details = $"{end.Reason} Restart {record.RestartCount} in {wait.TotalSeconds:0.#} s.",
        });
        await Task.Delay(wait, platform.Clock, stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lastProbe = "";
        Update(now => now with { RestartCount = record.RestartCount });
    }

    private async Task DrainAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        platform.Endpoints.Close(record.Replica);
        Update(now => now with { Ready = false });
        using var deadline = new CancellationTokenSource(limit, platform.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await platform.Endpoints.DrainAsync(record.Replica, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task EndProcessAsync(TimeSpan grace, CancellationToken cancellationToken)
    {
        await platform.Family.EndAsync(record.Replica, process, new StopOrder(record.StopSignal, grace), cancellationToken);
        process = null;
        platform.Ports.Return(record.Port);
    }

    // Nothing of one life may be left in the next. What cannot even be killed is stuck in the kernel: go on without it.
    private async Task ClearAsync(TimeSpan grace) =>
        await EndProcessAsync(grace, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void FailStart(string reason)
    {
        Volatile.Write(ref startFailure, reason);
        changed();
    }

    private void Record(ReplicaRecord next)
    {
        record = next;
        platform.Ledger.Write(next);
    }

    private void Update(Func<ReplicaStatus, ReplicaStatus> next)
    {
        lock (gate)
            Volatile.Write(ref status, next(status));
        changed();
    }
}

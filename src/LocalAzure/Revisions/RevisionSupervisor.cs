using System.Collections.Concurrent;

namespace LocalAzure.Revisions;

internal sealed class RevisionSupervisor(ReplicaPlatform platform, ILogger<RevisionSupervisor> log) : IRevisions, IHostedService
{
    private const int EndedRevisionsWithLogs = 50;

    private readonly ConcurrentDictionary<string, CallQueue> queues = new();
    private readonly ConcurrentDictionary<string, RunningRevision> running = new();

    public event Action<RevisionStatus>? Changed;

    public Task StartAsync(RevisionSpec spec, CancellationToken cancellationToken) => Queue(spec.Name).RunAsync(async () =>
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (running.ContainsKey(spec.Name))
            return;
        var revision = new RunningRevision(spec, platform, Announce);
        running[spec.Name] = revision;
        var left = platform.Ledger.Read().Where(record => record.Revision == spec.Name).ToList();
        _ = EndAsync(revision.Start(left));
    });

    public async Task StopAsync(string revision, CancellationToken cancellationToken)
    {
        // A restart that is under way stands before this in the queue: without a word it would be waited for.
        using var hurry = running.GetValueOrDefault(revision)?.GiveUpRestart(cancellationToken) ?? default;
        await Queue(revision).RunAsync(() => StopInTurnAsync(revision, cancellationToken));
    }

    public Task RestartAsync(RevisionSpec spec, CancellationToken cancellationToken) => Queue(spec.Name).RunAsync(() =>
        running.TryGetValue(spec.Name, out var found) ? found.RestartAsync(spec, cancellationToken) : Task.CompletedTask);

    public RevisionStatus? Find(string revision) => running.GetValueOrDefault(revision)?.Status;

    public IReadOnlyList<string> ReadLog(string revision, string replica, int lines) =>
        new ReplicaLog(platform.Folders.LogFile(Path.GetFileName(revision), Path.GetFileName(replica))).ReadLast(lines);

    public async Task SweepAsync(IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        PruneLogs(wanted.ContainsKey);
        await Strays.EndUnwantedAsync(record => wanted.ContainsKey(record.Revision) || running.ContainsKey(record.Revision), cancellationToken);
        await platform.Images.PruneAsync(wanted.Values, platform.Ledger.Read().Select(record => record.Image).OfType<string>(), cancellationToken);
    }

    public Task StopAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(running.Keys.Select(revision => StopAsync(revision, cancellationToken)));

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => StopAllAsync(cancellationToken);

    private StrayReplicas Strays => new(platform.Folders, platform.Timing, platform.Clock);

    private CallQueue Queue(string revision) => queues.GetOrAdd(revision, _ => new CallQueue());

    private async Task StopInTurnAsync(string revision, CancellationToken cancellationToken)
    {
        if (!running.TryGetValue(revision, out var found))
            return;
        try
        {
            await found.StopAsync(cancellationToken);
        }
        finally
        {
            running.TryRemove(revision, out _);
        }

        PruneLogs(_ => false);
    }

    private void PruneLogs(Func<string, bool> isWanted) =>
        platform.Folders.PruneLogs(revision => isWanted(revision) || running.ContainsKey(revision), EndedRevisionsWithLogs);

    // Beside the call: what an earlier spec left may take its grace period, and nothing waits for it.
    private async Task EndAsync(IReadOnlyList<ReplicaRecord> left)
    {
        try
        {
            await Strays.EndAsync(left, CancellationToken.None);
        }
        catch (Exception failure)
        {
            log.LogError(failure, "Replicas of an earlier run are left");
        }
    }

    private void Announce(RevisionStatus status)
    {
        log.LogInformation(
            "Revision {Revision}: {RunningState}, {HealthState}, {Ready} of {Replicas} replicas ready {Error}",
            status.Revision, status.RunningState, status.HealthState, status.Replicas.Count(replica => replica.Ready), status.Replicas.Count, status.Error);
        Changed?.Invoke(status);
    }
}

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

    public Task StopAsync(string revision, CancellationToken cancellationToken) => Queue(revision).RunAsync(async () =>
    {
        if (!running.TryGetValue(revision, out var found))
            return;
        await found.StopAsync(cancellationToken);
        running.TryRemove(revision, out _);
    });

    public Task RestartAsync(string revision, CancellationToken cancellationToken) => Queue(revision).RunAsync(() =>
        running.TryGetValue(revision, out var found) ? found.RestartAsync(cancellationToken) : Task.CompletedTask);

    public RevisionStatus? Find(string revision) => running.GetValueOrDefault(revision)?.Status;

    public IReadOnlyList<string> ReadLog(string revision, string replica, int lines) =>
        new ReplicaLog(platform.Folders.LogFile(Path.GetFileName(revision), Path.GetFileName(replica))).ReadLast(lines);

    public Task SweepAsync(IReadOnlySet<string> wanted, CancellationToken cancellationToken)
    {
        platform.Folders.PruneLogs(wanted.Count + EndedRevisionsWithLogs);
        return Strays.EndUnwantedAsync(record => wanted.Contains(record.Revision) || running.ContainsKey(record.Revision), cancellationToken);
    }

    public Task StopAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(running.Keys.Select(revision => StopAsync(revision, cancellationToken)));

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => StopAllAsync(cancellationToken);

    private StrayReplicas Strays => new(platform.Folders, platform.Timing, platform.Clock);

    private CallQueue Queue(string revision) => queues.GetOrAdd(revision, _ => new CallQueue());

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

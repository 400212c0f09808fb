namespace LocalAzure.Revisions;

/// <summary>Replicas that a LocalAzure which is gone has left behind in a state folder, found by its ledger and by the mark in their environment.</summary>
internal sealed class StrayReplicas(ReplicaFolders folders, SupervisionTiming timing, TimeProvider clock)
{
    private readonly ReplicaLedger ledger = new(folders);
    private readonly ReplicaFamily family = new(folders, timing, clock);

    /// <summary>Ends everything that runs for a state folder. Nothing else may be using the folder. Completes when nothing is left.</summary>
    public static Task EndAllAsync(string stateFolder, TimeProvider clock, CancellationToken cancellationToken) =>
        new StrayReplicas(new ReplicaFolders(stateFolder), new SupervisionTiming(), clock).EndUnwantedAsync(_ => false, cancellationToken);

    /// <summary>Ends what nobody wants: recorded replicas by the predicate, and marked processes without a record.</summary>
    public async Task EndUnwantedAsync(Func<ReplicaRecord, bool> isWanted, CancellationToken cancellationToken)
    {
        // Processes first: one that starts meanwhile is recorded before it can be seen.
        var marked = family.FindReplicas();
        var records = ledger.Read();
        var unrecorded = marked.Except(records.Select(record => record.Replica));
        var ending = unrecorded.Select(replica => family.EndAsync(replica, first: null, new StopOrder(Signals.Kill, TimeSpan.Zero), cancellationToken));
        await Task.WhenAll(ending.Append(EndAsync(records.Where(record => !isWanted(record)), cancellationToken)));
    }

    public Task EndAsync(IEnumerable<ReplicaRecord> records, CancellationToken cancellationToken) => Task.WhenAll(records.Select(async record =>
    {
        await family.EndAsync(record.Replica, record.FindProcess(), new StopOrder(record.StopSignal, record.Grace), cancellationToken);
        ledger.Remove(record.Replica);
        if (Directory.Exists(folders.Home(record.Replica)))
            Directory.Delete(folders.Home(record.Replica), recursive: true);
    }));
}

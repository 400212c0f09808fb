namespace LocalAzure.Revisions;

/// <summary>Whoever holds replicas back from becoming ready, or kills them.</summary>
internal interface IReplicaDisturbance
{
    /// <summary>Completes when a replica whose process was just started may be probed.</summary>
    Task HoldAsync(string revision, CancellationToken cancellationToken);

    /// <summary>Completes when the replica's process must die; otherwise only when cancelled.</summary>
    Task CrashAsync(string revision, CancellationToken cancellationToken);
}

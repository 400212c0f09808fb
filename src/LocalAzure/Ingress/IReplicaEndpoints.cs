namespace LocalAzure.Ingress;

/// <summary>
/// Which replicas take requests. Whoever runs replicas opens and closes them here; ingress picks among the open ones. Safe for
/// concurrent use.
/// </summary>
internal interface IReplicaEndpoints
{
    /// <summary>From now on the replica may be given requests. Idempotent for the same address.</summary>
    void Open(string revision, string replica, Uri address);

    /// <summary>From now on the replica is given no new request; those in flight go on. One that is not open is no error.</summary>
    void Close(string replica);

    /// <summary>Completes when no request is in flight to the replica any more.</summary>
    Task DrainAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Requests in flight to the replica now, before or after it was closed.</summary>
    int InFlight(string replica);
}

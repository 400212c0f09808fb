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

    /// <summary>
    /// A request for the revision that finds no replica open waits for <paramref name="wake"/> and is then tried again; null: it is
    /// refused again.
    /// </summary>
    void WakeOnDemand(string revision, Func<CancellationToken, Task>? wake);

    /// <summary>How long no request has been in flight to the replica; zero while one is.</summary>
    TimeSpan IdleFor(string replica);

    /// <summary>Completes when no request is in flight to the replica any more.</summary>
    Task DrainAsync(string replica, CancellationToken cancellationToken);

    /// <summary>Requests in flight to the replica now, before or after it was closed.</summary>
    int InFlight(string replica);
}

namespace LocalAzure.Revisions;

/// <summary>
/// The revisions that run on this machine. The management API says what should run; this keeps it running, and tells
/// what is. Safe for concurrent use; calls for one revision are carried out in the order they were made.
/// </summary>
internal interface IRevisions
{
    /// <summary>
    /// Runs a revision: unpacks its image, starts <see cref="RevisionSpec.MinReplicas"/> replicas (one, to begin with, when that is
    /// 0), probes them, restarts them with back-off. Returns when it was accepted, not when it is ready; a second call for a running revision changes nothing. After a
    /// restart of this program it adopts the replicas that still run.
    /// </summary>
    Task StartAsync(RevisionSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a revision: takes it out of ingress, lets requests in flight finish, sends the stop signal, kills after the grace period.
    /// Completes when no process of it is left. A revision that does not run is no error.
    /// </summary>
    /// <param name="revision">Its name.</param>
    /// <param name="cancellationToken">Cuts the grace period short: what still runs is killed at once.</param>
    Task StopAsync(string revision, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces every replica by one started from this spec (its secrets may have changed), new ones ready before old ones stop. A
    /// revision that does not run is no error.
    /// </summary>
    /// <param name="spec">Of a revision that was started.</param>
    /// <param name="cancellationToken">Gives up while new replicas are not ready yet; from then on the restart goes through.</param>
    /// <exception cref="RevisionRestartException">The new replicas did not become ready, or the revision was stopped meanwhile.</exception>
    Task RestartAsync(RevisionSpec spec, CancellationToken cancellationToken);

    /// <summary>What is known of a revision; null for one that does not run here.</summary>
    RevisionStatus? Find(string revision);

    /// <summary>The last lines a replica wrote, oldest first, standard output and error together.</summary>
    IReadOnlyList<string> ReadLog(string revision, string replica, int lines);

    /// <summary>
    /// Ends what an earlier run of this program left behind: replicas of revisions that are neither wanted nor started here, and
    /// processes nobody knows; the logs of revisions ended long ago; and unpacked images that nobody runs from. Call it once after a
    /// start, before the wanted revisions are started.
    /// </summary>
    /// <param name="wanted">Images of the revisions that are going to run, by their names.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    Task SweepAsync(IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken);

    /// <summary>Stops every revision, all at once, each as <see cref="StopAsync"/> does.</summary>
    Task StopAllAsync(CancellationToken cancellationToken);

    /// <summary>Raised, never concurrently for one revision, after its status changed.</summary>
    event Action<RevisionStatus>? Changed;
}

/// <summary>One revision as it is now.</summary>
/// <param name="Revision">Its name.</param>
/// <param name="RunningState"><c>Activating</c>, <c>Running</c>, <c>Degraded</c>, <c>Failed</c>, <c>Stopped</c> or <c>ScaledToZero</c>.</param>
/// <param name="HealthState"><c>Healthy</c>, <c>Unhealthy</c> or <c>None</c>.</param>
/// <param name="ProvisioningState"><c>Provisioning</c>, <c>Provisioned</c>, <c>Failed</c>, <c>Deprovisioning</c> or <c>Deprovisioned</c>.</param>
/// <param name="Error">Why it failed, as the platform words it; null while it has not.</param>
/// <param name="Replicas">Its replicas, oldest first.</param>
internal sealed record RevisionStatus(
    string Revision, string RunningState, string HealthState, string ProvisioningState, string? Error, IReadOnlyList<ReplicaStatus> Replicas)
{
    public bool IsReady => Replicas.Any(replica => replica.Ready);
}

/// <summary>One replica as it is now: a supervised process.</summary>
internal sealed record ReplicaStatus
{
    public required string Name { get; init; }

    public required string Container { get; init; }

    public required DateTimeOffset Created { get; init; }

    public bool Started { get; init; }

    public bool Ready { get; init; }

    public int RestartCount { get; init; }

    /// <summary><c>Running</c>, <c>Waiting</c> or <c>Terminated</c>.</summary>
    public required string RunningState { get; init; }

    public string? Details { get; init; }

    public int? ProcessId { get; init; }

    /// <summary>Loopback address it answers on; null while it does not run.</summary>
    public Uri? Address { get; init; }

    public required string LogFile { get; init; }
}

using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>The management API of one environment's resource group. Every call has a deadline, is idempotent, is retried while the
/// platform is busy (409) or throttles (429, 503), and ends only when the operation it started has ended.</summary>
/// <exception cref="ContainerAppsException">The platform refused or failed; carries status and code.</exception>
public interface IContainerApps
{
    /// <summary>Tags of the resource group: where ledger and lock are.</summary>
    IEnvironmentTags Tags { get; }

    /// <summary>The same client, which tells the address of each operation that it starts: whoever has it can wait for the operation too.</summary>
    IContainerApps Telling(Action<string> accepted);

    /// <summary>Waits until an operation that an earlier run started has ended, well or not.</summary>
    /// <returns>Its error in words, or null when it ended well.</returns>
    /// <exception cref="ContainerAppsException">It did not end in time, its address is on another host, or the platform knows it no more.</exception>
    Task<string?> AwaitOperationAsync(string url, CancellationToken cancellation);

    /// <summary>Makes resource group and managed environment when they are missing.</summary>
    Task<ManagedEnvironment> EnsureEnvironmentAsync(CancellationToken cancellation);

    /// <summary>Name of the group's flexible server that has the database, or null when none has.</summary>
    Task<string?> FindDatabaseServerAsync(string database, CancellationToken cancellation);

    /// <summary>Makes a database on the environment's flexible server when it is missing.</summary>
    Task EnsureDatabaseAsync(string server, string database, CancellationToken cancellation);

    /// <summary>An app, or null when there is none.</summary>
    Task<ContainerApp?> FindAppAsync(string app, CancellationToken cancellation);

    /// <summary>Creates or replaces an app.</summary>
    Task<ContainerApp> PutAppAsync(string app, JsonObject body, CancellationToken cancellation);

    /// <summary>Merges a change into an app; arrays are replaced whole.</summary>
    Task<ContainerApp> PatchAppAsync(string app, JsonObject change, CancellationToken cancellation);

    /// <summary>Secrets of an app with their values.</summary>
    Task<JsonArray> ListSecretsAsync(string app, CancellationToken cancellation);

    /// <summary>Reads the traffic array, edits it, writes it whole and reads it back until it stands there; refuses to write over what somebody
    /// else wrote.</summary>
    /// <param name="app">The container app.</param>
    /// <param name="target">What the array shall be; unknown members are kept.</param>
    /// <param name="cancellation">Ends the wait, not the operation.</param>
    /// <exception cref="ContainerAppsException">Code <c>TrafficChanged</c>: what stands there is neither the target nor what was expected.</exception>
    Task<ContainerApp> WriteTrafficAsync(string app, TrafficTarget target, CancellationToken cancellation);

    /// <summary>All revisions of an app, inactive ones included.</summary>
    Task<IReadOnlyList<Revision>> ListRevisionsAsync(string app, CancellationToken cancellation);

    /// <summary>A revision, or null when there is none.</summary>
    Task<Revision?> FindRevisionAsync(string app, string revision, CancellationToken cancellation);

    Task ActivateAsync(string app, string revision, CancellationToken cancellation);

    Task DeactivateAsync(string app, string revision, CancellationToken cancellation);

    /// <summary>Ends the replicas of a revision and starts them anew.</summary>
    Task RestartAsync(string app, string revision, CancellationToken cancellation);

    Task<IReadOnlyList<Replica>> ListReplicasAsync(string app, string revision, CancellationToken cancellation);

    /// <summary>Time that one figure of the platform's metrics covers.</summary>
    TimeSpan MetricInterval { get; }

    /// <summary>Totals of a metric of an app. The platform tells them late: the last minutes may be missing.</summary>
    Task<IReadOnlyList<MetricSeries>> ReadMetricsAsync(string app, MetricsQuery query, CancellationToken cancellation);

    /// <summary>The last lines of a container's log.</summary>
    Task<IReadOnlyList<string>> ReadLogAsync(string app, ReplicaContainer container, int lines, CancellationToken cancellation);
}

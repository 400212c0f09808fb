namespace LocalAzure.Ingress;

/// <summary>The data plane: sends requests to ready replicas by the routing table it was given last.</summary>
internal interface IIngress
{
    /// <summary>
    /// Swaps the whole table in one step: a request is routed by the table before or the one after, never by a mix. Opens plain
    /// ports that are new and closes those that are gone. Requests in flight stay where they are.
    /// </summary>
    Task ApplyAsync(RoutingTable table, CancellationToken cancellationToken);
}

internal sealed record RoutingTable(IReadOnlyList<AppRoute> Apps)
{
    public static RoutingTable Empty { get; } = new([]);
}

/// <summary>Where one app answers and who answers for it.</summary>
/// <param name="App">Its name.</param>
/// <param name="Fqdn">Its host name on the ingress port.</param>
/// <param name="PlainPort">Loopback port that leads to this app whatever the host name, for people.</param>
/// <param name="Traffic">Who gets its requests; weights total 100.</param>
/// <param name="RevisionHosts">Further host names (of revisions and of labels) and the revision each leads to.</param>
internal sealed record AppRoute(
    string App, string Fqdn, int? PlainPort, IReadOnlyList<TrafficTarget> Traffic, IReadOnlyDictionary<string, string> RevisionHosts);

internal sealed record TrafficTarget(string Revision, int Weight);

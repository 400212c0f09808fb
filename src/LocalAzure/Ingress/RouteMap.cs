using System.Collections.Frozen;

namespace LocalAzure.Ingress;

/// <summary>A routing table made ready to be asked. Immutable: it is swapped whole.</summary>
internal sealed class RouteMap
{
    private readonly FrozenDictionary<string, Route> byHost;
    private readonly FrozenDictionary<int, Route> byPort;

    public RouteMap(RoutingTable table)
    {
        var hosts = new Dictionary<string, Route>(StringComparer.OrdinalIgnoreCase);
        var ports = new Dictionary<int, Route>();
        foreach (var app in table.Apps)
        {
            var route = new Route(app.App, app.Traffic);
            hosts[app.Fqdn] = route;
            if (app.PlainPort is { } port)
                ports[port] = route;
            foreach (var (host, revision) in app.RevisionHosts)
                hosts[host] = new Route(app.App, [new TrafficTarget(revision, 100)]);
        }

        byHost = hosts.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        byPort = ports.ToFrozenDictionary();
    }

    public static RouteMap Empty { get; } = new(RoutingTable.Empty);

    public IReadOnlyCollection<string> Hosts => byHost.Keys;

    public IReadOnlyCollection<int> PlainPorts => byPort.Keys;

    /// <param name="plainPort">The plain port it came in by; null for the port where the host name decides.</param>
    public Route? Find(int? plainPort, string host) => (plainPort is { } port ? byPort.GetValueOrDefault(port) : null) ?? byHost.GetValueOrDefault(host);
}

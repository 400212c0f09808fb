using LocalAzure.State;

namespace LocalAzure;

/// <summary>What every part of one running LocalAzure is told: where it keeps things, where it listens, and the one secret.</summary>
internal sealed record LocalAzureOptions
{
    /// <summary>Absolute path. The folder exists; what is made in it is readable by its owner only.</summary>
    public required string StateFolder { get; init; }

    /// <summary>Loopback port of the management API (TLS).</summary>
    public required int ManagementPort { get; init; }

    /// <summary>Loopback port of the page for people (http).</summary>
    public required int PagePort { get; init; }

    /// <summary>Loopback port of the image registry (http).</summary>
    public required int RegistryPort { get; init; }

    /// <summary>Loopback port of ingress (http), where host names choose the app.</summary>
    public required int IngressPort { get; init; }

    /// <summary>Loopback port of the PostgreSQL server.</summary>
    public required int DatabasePort { get; init; }

    /// <summary>Bearer token of the management API and password of the registry: 256 random bits, as hex.</summary>
    public required string Token { get; init; }

    /// <summary>What the starter gave as <c>--build=</c>; empty when it gave nothing.</summary>
    public string Build { get; init; } = "";

    /// <summary>Of a state folder; its token is made when there is none.</summary>
    public static LocalAzureOptions Of(StateFolder folder, PortBook ports) => new()
    {
        StateFolder = folder.Root,
        ManagementPort = ports.Management,
        PagePort = ports.Page,
        RegistryPort = ports.Registry,
        IngressPort = ports.Ingress,
        DatabasePort = ports.Database,
        Token = Secret.ReadOrCreate(folder.Token),
    };
}

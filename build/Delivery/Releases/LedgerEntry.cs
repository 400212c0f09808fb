namespace Frostline.Delivery.Releases;

/// <summary>One release that got all traffic of an environment.</summary>
public sealed record LedgerEntry
{
    /// <summary>Identity of the rollout or rollback.</summary>
    public required string Id { get; init; }

    public required string Environment { get; init; }

    public required string Version { get; init; }

    public required string Commit { get; init; }

    /// <summary>Hash of the sources, 64 hexadecimal digits.</summary>
    public required string Sources { get; init; }

    /// <summary>Name of the newest migration the services expect, or null without a database.</summary>
    public string? MigrationHead { get; init; }

    /// <summary>Who ran the pipeline, such as <c>ada@laptop</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was recorded, to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Id of the entry that a rollback brought back, or null for a rollout. What came after that entry is withdrawn.</summary>
    public string? Restores { get; init; }

    public required IReadOnlyList<LedgerService> Services { get; init; }

    /// <summary>The release as a manifest: enough to deploy it elsewhere, by digest, without its sources.</summary>
    public ReleaseManifest ToManifest() => new()
    {
        Version = Version,
        Commit = Commit,
        Sources = Sources,
        MigrationHead = MigrationHead,
        Created = At,
        Services = [.. Services.Select(service => new ReleasedService(service.Name, service.Image, service.Digest))],
    };
}

/// <summary>One service of a ledger entry.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="App">Its container app.</param>
/// <param name="Revision">The revision that served.</param>
/// <param name="Image">Reference by digest, registry included.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record LedgerService(string Name, string App, string Revision, string Image, string Digest);

namespace OtherPipeline;

/// <summary>What a pipeline is to do until it is killed.</summary>
internal sealed record DoomedRun
{
    /// <summary>State folder of the LocalAzure that is its platform.</summary>
    public required string StateFolder { get; init; }

    public required string Stage { get; init; }

    /// <summary>The release to promote, or null to roll back.</summary>
    public string? Version { get; init; }

    /// <summary>Reference of the services' image, by digest.</summary>
    public required string Image { get; init; }

    /// <summary>Folder of the environment's journals.</summary>
    public required string Folder { get; init; }

    public TimeSpan Standby { get; init; }

    /// <summary>The line of its journal, from 1 on, that is its last.</summary>
    public required int LastLine { get; init; }
}

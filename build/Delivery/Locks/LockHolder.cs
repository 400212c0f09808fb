namespace Frostline.Delivery.Locks;

/// <summary>Who holds an environment's lock.</summary>
public sealed record LockHolder
{
    public required string Environment { get; init; }

    /// <summary>What the holder does, such as <c>DeployStaging</c>.</summary>
    public required string Purpose { get; init; }

    public required string User { get; init; }

    public required string Host { get; init; }

    /// <summary>Tells machines of the same name apart, and tells whether the process can be seen from here; empty when nothing does.</summary>
    public required string Machine { get; init; }

    public required int ProcessId { get; init; }

    /// <summary>Tells the process from a later one with the same id.</summary>
    public required DateTimeOffset ProcessStart { get; init; }

    public required DateTimeOffset Since { get; init; }

    public required DateTimeOffset Heartbeat { get; init; }

    /// <summary>From then on somebody else may take the lock over, unless a heartbeat comes first.</summary>
    public required DateTimeOffset Expiry { get; init; }

    /// <summary>The page of the run on a build server, or null.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Unique to one taking of the lock.</summary>
    public required string Id { get; init; }

    /// <summary><c>ada@laptop (process 4711, DeployStaging) since 2026-11-20 12:00:00Z, https://…</c></summary>
    public override string ToString() =>
        $"{User}@{Host} (process {ProcessId}, {Purpose}) since {Since:yyyy-MM-dd HH:mm:ss}Z{(RunUrl is null ? "" : $", {RunUrl}")}";
}

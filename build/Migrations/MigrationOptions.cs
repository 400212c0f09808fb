namespace Frostline.Migrations;

/// <summary>How to migrate.</summary>
public sealed record MigrationOptions
{
    /// <summary>Last migration to apply, with or without its timestamp; default the newest. Going back is refused.</summary>
    public string? Target { get; init; }

    /// <summary>Longest wait for another migration of the same database; default one minute.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest run of one statement; default ten minutes.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Who migrates, as others who wait are told; default user, machine and process id.</summary>
    public string Owner { get; init; } = $"{Environment.UserName}@{Environment.MachineName} process {Environment.ProcessId}";
}

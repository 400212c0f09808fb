using Npgsql;

namespace Frostline.Backups;

/// <summary>What to restore.</summary>
/// <param name="Id">The backup.</param>
/// <param name="Into">The database to put it in the place of; null for the one of the connection, which must then be the one that was backed up.</param>
public sealed record RestoreRequest(string Id, string? Into)
{
    /// <summary>Called with the restored and compared copy, before it takes the other's place; default nothing.</summary>
    public Func<BackupManifest, NpgsqlConnection, CancellationToken, Task>? Prepare { get; init; }
}

/// <summary>What was restored.</summary>
/// <param name="Id">The backup.</param>
/// <param name="Database">The database that holds it now.</param>
/// <param name="Kept">What the database that was there is called now; null when there was none.</param>
/// <param name="Seconds">From the first byte read to the swap.</param>
public sealed record RestoreOutcome(string Id, string Database, string? Kept, double Seconds)
{
    /// <summary>The newest migration that it has; null when it has none.</summary>
    public string? MigrationHead { get; init; }
}

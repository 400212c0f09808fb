using System.Text.Json;
using Frostline.Backups;
using Frostline.Delivery;
using Frostline.Migrations;
using Frostline.Pipeline.Rehearsals;

namespace Frostline.Pipeline.Databases;

/// <summary>What a migration did: the content of <c>outcome.json</c>. Times are milliseconds where the name says so, else seconds.</summary>
internal sealed record MigrationRecord
{
    /// <summary>Of the settings.</summary>
    public string Environment { get; init; } = "";

    public required MigrationVerdict Verdict { get; init; }

    /// <summary>Why it did not pass.</summary>
    public string? Problem { get; init; }

    /// <summary>Null when the database was not reached, as all that follows.</summary>
    public string? Database { get; init; }

    public string? Head { get; init; }

    public int? AlreadyApplied { get; init; }

    public IReadOnlyList<AppliedMigration>? Applied { get; init; }

    /// <summary>What was taken back, the newest first; empty unless the way led back.</summary>
    public IReadOnlyList<AppliedMigration>? Returned { get; init; }

    /// <summary>What of the data went with what was taken back; null unless the way led back.</summary>
    public IReadOnlyList<string>? Lost { get; init; }

    /// <summary>The longest that the migration stopped the canary, which stands for the application; 0 when it was never seen to.</summary>
    public double? LongestBlockMs { get; init; }

    /// <summary>The canary's slowest statement, for whatever reason.</summary>
    public double? SlowestCanaryMs { get; init; }

    public int? CanaryLooks { get; init; }

    public IReadOnlyList<string>? CanaryTables { get; init; }

    /// <summary>What the application could not do any more: each would have been a failed request.</summary>
    public IReadOnlyList<string>? CanaryFailures { get; init; }

    public int? Retries { get; init; }

    /// <summary>Statements cancelled for the application's sake.</summary>
    public int? Cancellations { get; init; }

    /// <summary>The backup that was taken and restored before.</summary>
    public string? BackupId { get; init; }

    /// <summary>How long that took to restore.</summary>
    public double? RestoreSeconds { get; init; }

    /// <summary>What old and new release did on the restored copy; null where none was asked for.</summary>
    public RehearsalOutcome? Rehearsal { get; init; }

    /// <param name="backup">The one that was taken before, or null.</param>
    /// <param name="outcome">What was done, until it failed if it did.</param>
    /// <param name="failure">Null when it passed.</param>
    public static MigrationRecord Of(BackupManifest? backup, MigrationOutcome? outcome, DeliveryException? failure) => new()
    {
        Verdict = failure is null ? MigrationVerdict.Pass : failure is RefusedException ? MigrationVerdict.Inconclusive : MigrationVerdict.Fail,
        Problem = failure?.Message,
        Database = outcome?.Database,
        Head = outcome?.Head,
        AlreadyApplied = outcome?.AlreadyApplied,
        Applied = outcome?.Applied,
        Returned = outcome?.Returned,
        LongestBlockMs = Milliseconds(outcome?.Impact.LongestBlock),
        SlowestCanaryMs = Milliseconds(outcome?.Impact.Slowest),
        CanaryLooks = outcome?.Impact.Looks,
        CanaryTables = outcome?.Impact.Tables,
        CanaryFailures = outcome?.Impact.Failures,
        Retries = outcome?.Impact.Retries,
        Cancellations = outcome?.Impact.Cancellations,
        BackupId = backup?.Id,
        RestoreSeconds = backup?.Proof?.RestoreSeconds,
    };

    /// <param name="folder">The environment's.</param>
    public Task WriteAsync(string folder) =>
        AtomicFile.WriteAsync(Path.Combine(folder, "outcome.json"), JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Options), CancellationToken.None);

    private static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 1) : null;
}

/// <summary>How a migration ended.</summary>
internal enum MigrationVerdict
{
    Pass,

    Fail,

    /// <summary>It was not begun, such as for somebody else's lock.</summary>
    Inconclusive,
}

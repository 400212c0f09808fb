namespace Frostline.Migrations;

/// <summary>What a migration did.</summary>
/// <param name="Applied">Applied now, in order; empty when there was nothing to do.</param>
/// <param name="Head">The newest migration the database has now; null when it has none, for the first one failed.</param>
/// <param name="AlreadyApplied">How many the database had before.</param>
/// <param name="Database">Name and address of the database, without secrets.</param>
public sealed record MigrationOutcome(IReadOnlyList<AppliedMigration> Applied, string? Head, int AlreadyApplied, string Database)
{
    /// <summary>Taken back now, in order; empty unless the way led back.</summary>
    public IReadOnlyList<AppliedMigration> Returned { get; init; } = [];

    /// <summary>What it did to the application meanwhile.</summary>
    public MigrationImpact Impact { get; init; } = new(default, default, 0, 0);
}

/// <summary>What a migration did to the application, which a canary stood for: reads and inserts into each of its tables every 50 ms.</summary>
/// <param name="LongestBlock">The longest that the migration stopped it; below 20 ms it is not seen, and zero.</param>
/// <param name="Slowest">The canary's slowest statement, for whatever reason.</param>
/// <param name="Retries">How often a transaction was tried again.</param>
/// <param name="Cancellations">How often a statement was cancelled because it stopped the application for too long.</param>
public sealed record MigrationImpact(TimeSpan LongestBlock, TimeSpan Slowest, int Retries, int Cancellations)
{
    /// <summary>How many statements the canary sent; none when there was nothing to do, or no table.</summary>
    public int Looks { get; init; }

    /// <summary>The tables it worked on.</summary>
    public IReadOnlyList<string> Tables { get; init; } = [];

    /// <summary>What failed that worked before: each would have been a failed request.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];
}

/// <summary>One migration that was applied or taken back.</summary>
/// <param name="Name">Its id: timestamp and name.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record AppliedMigration(string Name, double Seconds);

namespace Frostline.Migrations;

/// <summary>What a migration did.</summary>
/// <param name="Applied">Applied now, in order; empty when there was nothing to do.</param>
/// <param name="Head">The newest migration the database has now.</param>
/// <param name="AlreadyApplied">How many the database had before.</param>
/// <param name="Database">Name and address of the database, without secrets.</param>
public sealed record MigrationOutcome(IReadOnlyList<AppliedMigration> Applied, string Head, int AlreadyApplied, string Database);

/// <summary>One applied migration.</summary>
/// <param name="Name">Its id: timestamp and name.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record AppliedMigration(string Name, double Seconds);

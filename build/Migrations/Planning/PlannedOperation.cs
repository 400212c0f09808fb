using Frostline.Migrations.Linting;

namespace Frostline.Migrations.Planning;

/// <summary>One statement of a migration that waits.</summary>
/// <param name="Sql">As it will run.</param>
/// <param name="Class">What it means for a release that serves meanwhile.</param>
/// <param name="Findings">Its hazards, also those that are allowed.</param>
/// <param name="Locks">Tables that it locks, of those that are there before the migration.</param>
public sealed record PlannedOperation(string Sql, OperationClass Class, IReadOnlyList<Finding> Findings, IReadOnlyList<PlannedLock> Locks)
{
    /// <summary>Ids of the rules that it meets.</summary>
    public IReadOnlyList<string> Rules => [.. Findings.Select(finding => finding.Rule).Distinct()];

    /// <summary>Which transaction of the migration, from 1; null for a statement that runs outside.</summary>
    public int? Transaction { get; init; }
}

/// <summary>A table that a statement locks.</summary>
/// <param name="Table">Its name.</param>
/// <param name="Mode">How.</param>
/// <param name="Work">What is done to its rows while the lock is held.</param>
/// <param name="Rows">How many it has, by PostgreSQL's statistics: an estimate; null when they know nothing.</param>
/// <param name="Bytes">How large it is, its indexes apart.</param>
/// <param name="Seconds">How long the work may take: an order of magnitude, by its size.</param>
public sealed record PlannedLock(string Table, LockMode Mode, TableWork Work, long? Rows, long Bytes, double Seconds);

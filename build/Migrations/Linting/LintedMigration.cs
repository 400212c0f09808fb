using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Linting;

/// <summary>A migration with what was found in it.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Statements">In the order in which they run.</param>
internal sealed record LintedMigration(string Name, IReadOnlyList<LintedStatement> Statements)
{
    public IEnumerable<Finding> Findings => Statements.SelectMany(statement => statement.Findings);

    public OperationClass Class => Statements.Select(statement => statement.Class).DefaultIfEmpty().Max();

    /// <summary>Why releases before cannot live with it, each in a phrase.</summary>
    public IReadOnlyList<string> Breaking => [.. Findings.Where(finding => finding.Refuses).Select(finding => finding.Fact).Distinct()];
}

/// <param name="Step">The statement.</param>
/// <param name="Findings">Its hazards, also those that are allowed.</param>
internal sealed record LintedStatement(Step Step, IReadOnlyList<Finding> Findings)
{
    public OperationClass Class => Findings.Where(finding => finding.Allowed is null).Select(finding => finding.Class)
        .Append(Step.Changes.Any(change => change is RowsChanged) ? OperationClass.Data : OperationClass.Expand).Max();
}

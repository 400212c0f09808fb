using Frostline.Migrations.Linting;

namespace Frostline.Migrations.Planning;

/// <summary>Makes a plan of what was read of a migration. Pure.</summary>
internal static class Planner
{
    public static PlannedMigration Plan(LintedMigration linted, IReadOnlyList<Step> down, TableSizes sizes, Version server)
    {
        Step[] steps = [.. linted.Statements.Select(statement => statement.Step)];
        var operations = new List<PlannedOperation>();
        var transaction = 1;
        for (var position = 0; position < steps.Length; position++)
        {
            var step = steps[position];
            if (step.OutsideTransaction && position > 0 && !steps[position - 1].OutsideTransaction)
                transaction++;
            var locks = LockTable.Of(step, new Scope(steps, position, server)).Select(sizes.Of);
            operations.Add(new(step.Statement.Text, linted.Statements[position].Class, linted.Statements[position].Findings, [.. locks]) { Transaction = step.OutsideTransaction ? null : transaction });
        }

        return new(linted.Name, Text(operations))
        {
            Breaking = linted.Breaking, Class = linted.Class, Operations = operations, Irreversible = Reversibility.Obstacle(steps, down),
        };
    }

    /// <summary>The statements with their transactions; the history's row goes with the last one.</summary>
    private static string Text(List<PlannedOperation> operations)
    {
        var lines = new List<string>();
        int? open = null;
        foreach (var operation in operations)
        {
            if (operation.Transaction != open && open is not null)
                lines.Add("COMMIT;");
            if (operation.Transaction != open && operation.Transaction is not null)
                lines.Add("BEGIN;");
            open = operation.Transaction;
            lines.Add($"{operation.Sql};");
        }

        lines.AddRange(open is null ? ["BEGIN; -- the row of the history", "COMMIT;"] : ["COMMIT; -- with the row of the history"]);
        return string.Join('\n', lines);
    }
}

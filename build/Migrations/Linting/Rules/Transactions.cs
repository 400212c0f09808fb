using Frostline.Migrations.Sql;
using static Frostline.Migrations.Linting.Pasted;

namespace Frostline.Migrations.Linting.Rules;

/// <summary>What makes a migration fail, or stay half done.</summary>
internal static class Transactions
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        new("concurrently-in-transaction", OperationClass.Expand, "PostgreSQL refuses it within a transaction.", (change, scope) =>
            IsConcurrent(change) && !scope.Step.OutsideTransaction ? new("a statement with CONCURRENTLY runs within the migration's transaction", Outside(scope.Step.Statement.Text)) : null),
        Rule.On<TransactionMoved>("transaction-in-migration", OperationClass.Unknown, "It ends the migration's own transaction, so that a failure leaves half of it behind without a history row.", (moved, _) =>
            moved.Word is not "prepare" ? new($"the migration says {moved.Word.ToUpperInvariant()} itself", "Leave it out: every migration is one transaction. What must run outside: suppressTransaction: true.") : null),
        Rule.On<TransactionMoved>("uncommitted-transaction", OperationClass.Unknown, "All that it began is rolled back when the connection closes.", (moved, scope) =>
            moved.Word == "begin" && !scope.Steps.Skip(scope.Position).SelectMany(step => step.Changes).OfType<TransactionMoved>().Any(later => later.Word is "commit" or "rollback")
                ? new("BEGIN has no COMMIT", "Leave BEGIN out: every migration is one transaction.") : null),
        new("not-repeatable", OperationClass.Expand, "When it is cut off after this statement, the next run meets what is there already and fails.", (change, scope) =>
            scope.Step is { OutsideTransaction: true, ByHand: true } && !Repeats(change) ? new("a statement outside the transaction cannot run twice", "Say IF NOT EXISTS or IF EXISTS.") : null),
        new("several-outside-transaction", OperationClass.Expand, "A cut-off between them leaves a part behind without a history row.", (_, scope) =>
            scope.Step.OutsideTransaction && scope.Steps.Take(scope.Position).Any(step => step.OutsideTransaction)
                ? new("the migration runs more than one statement outside its transaction", "One statement outside a transaction in each migration; part it.") : null),
        Rule.On<SettingChanged>("timeout-removed", OperationClass.Expand, "Frostline gives each statement a lock timeout, so that requests do not queue behind one that waits.", (setting, _) =>
            setting.Name.ToLowerInvariant() is "lock_timeout" or "statement_timeout" or "idle_in_transaction_session_timeout"
                ? new($"the migration sets {setting.Name} itself", "Leave it out.") : null),
        new("unreadable-sql", OperationClass.Unknown, "What cannot be read cannot be proven to spare releases before.", (change, scope) =>
            change is Unread unread ? new($"a statement cannot be judged, {unread.Why}: {Short(scope.Step.Statement.Text)}", "Say it in plain statements; or say why it is safe: -- frostline: allow unreadable-sql because …") : null),
        Rule.On<Queried>("calls-function", OperationClass.Unknown, "A function may do anything.", (queried, scope) =>
            queried.Functions.Where(name => !scope.Before.OfType<Created>().Any(made => made.Name == name)).ToList() is { Count: > 0 } unknown
                ? new($"a statement calls {string.Join(", ", unknown)}", "Say in plain statements what it does; or say why it is safe: -- frostline: allow calls-function because …") : null),
    ];

    private static bool IsConcurrent(SchemaChange change) =>
        change is IndexCreated { Concurrently: true } or Dropped { Concurrently: true } or PartitionMoved { Concurrently: true } or Maintained { Verb: "reindex", Concurrently: true };

    private static bool Repeats(SchemaChange change) => change switch
    {
        TableCreated created => created.IfNotExists,
        ColumnAdded added => added.IfNotExists,
        ColumnDropped dropped => dropped.IfExists,
        IndexCreated index => index.IfNotExists,
        Created created => created.IfNotExists || created.Replaces,
        Dropped dropped => dropped.IfExists,
        EnumValueAdded value => value.IfNotExists,
        ConstraintDropped dropped => dropped.IfExists,
        ConstraintAdded or Renamed or PartitionMoved => false,
        _ => true,
    };

    private static string Short(string sql) => sql.ReplaceLineEndings(" ") is { Length: > 80 } line ? $"{line[..79]}…" : sql.ReplaceLineEndings(" ");
}

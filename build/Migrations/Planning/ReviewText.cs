using System.Globalization;
using Frostline.Migrations.Gates;
using Frostline.Migrations.Linting;

namespace Frostline.Migrations.Planning;

/// <summary>A review as people read it.</summary>
public static class ReviewText
{
    /// <returns>Lines: the migrations with their statements, locks and hazards, then the checks.</returns>
    public static IReadOnlyList<string> Of(MigrationReview review)
    {
        var plan = review.Plan;
        var waiting = plan.Pending.Count switch { 0 => "nothing waits", 1 => "a migration waits", var count => $"{count} migrations wait" };
        return [$"{plan.Database} {(plan.Head is null ? "is empty" : $"is at {plan.Head}")}; {waiting}", .. plan.Pending.SelectMany(Lines), "", .. review.Checks.SelectMany(Lines)];
    }

    /// <returns>Only hazards, overrides, and checks that did not pass.</returns>
    public static IReadOnlyList<string> Notable(MigrationReview review) =>
    [
        .. review.Plan.Pending.SelectMany(migration => migration.Operations.SelectMany(operation => operation.Findings).SelectMany(Lines).Select(line => $"{migration.Name}: {line.Trim()}")),
        .. review.Checks.Where(check => check.Verdict != CheckVerdict.Pass).SelectMany(Lines),
    ];

    private static IEnumerable<string> Lines(PlannedMigration migration)
    {
        yield return "";
        yield return $"{migration.Name}: {Word(migration.Class)}; {(migration.Irreversible is { } obstacle ? $"cannot be taken back without a loss: {obstacle}" : "can be taken back")}";
        int? transaction = -1;
        foreach (var operation in migration.Operations)
        {
            if (operation.Transaction != transaction)
                yield return operation.Transaction is { } number ? $"  transaction {number}" : "  outside a transaction";
            transaction = operation.Transaction;
            yield return $"    {operation.Sql.ReplaceLineEndings("\n    ")}";
            foreach (var line in operation.Locks.Select(Line).Concat(operation.Findings.SelectMany(Lines)))
                yield return $"      {line}";
        }
    }

    private static string Line(PlannedLock held) => string.Create(
        CultureInfo.InvariantCulture,
        $"locks {held.Table}: {Words(held.Mode)}{Doing(held.Work)}; {(held.Rows is { } rows ? $"about {rows:N0} rows" : "rows unknown")}, {held.Bytes / 1e6:0.0} MB{(held.Seconds >= 1 ? $", some {held.Seconds:0} s" : "")}");

    private static IEnumerable<string> Lines(Finding finding) => finding.Allowed is { } because
        ? [$"allowed {finding.Rule}: {finding.Fact}, because {because}"]
        : [$"{(finding.Refuses ? "breaking" : "hazard")} {finding.Rule} ({Word(finding.Class)}): {finding.Fact}. {finding.Reason}", $"  instead: {finding.Rewrite.ReplaceLineEndings("\n        ")}"];

    private static IEnumerable<string> Lines(Check check) =>
        check.Verdict == CheckVerdict.Pass ? [$"{check.Name}: pass"] : check.Facts.Select(fact => $"{check.Name}: {Word(check.Verdict)}: {fact}");

    private static string Doing(TableWork work) => work switch
    {
        TableWork.Scan => " while every row is read",
        TableWork.Build => " while an index is built",
        TableWork.Rewrite => " while every row is written anew",
        TableWork.Rows => " while rows change",
        _ => "",
    };

    /// <summary>As PostgreSQL writes it: <c>ACCESS EXCLUSIVE</c>.</summary>
    private static string Words(LockMode mode) => string.Concat(mode.ToString().Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {letter}" : $"{char.ToUpperInvariant(letter)}"));

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}

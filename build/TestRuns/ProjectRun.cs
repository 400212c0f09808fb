using System.Globalization;
using Frostline.Delivery.Processes;

namespace Frostline.TestRuns;

/// <summary>What one project left behind.</summary>
/// <param name="Project">The project.</param>
/// <param name="Tests">Its tests, as far as they were written.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="Problem">How the process itself went wrong; null when it did not.</param>
/// <param name="CoverageFile">Cobertura file; null when there is none.</param>
internal sealed record ProjectRun(
    TestProject Project, IReadOnlyList<TrxTest> Tests, TimeSpan Duration, string? Problem, string? CoverageFile)
{
    public int Count(TrxOutcome outcome) => Tests.Count(test => test.Outcome == outcome);

    public ProjectResult Result => new(
        Project.Name, Count(TrxOutcome.Passed), Count(TrxOutcome.Failed), Count(TrxOutcome.Skipped),
        Math.Round(Duration.TotalSeconds, 3), Problem);

    /// <summary>For the progress line: <c>12 passed, 1 failed (3.4 s)</c>.</summary>
    public override string ToString()
    {
        var counts = new[] { (Count(TrxOutcome.Passed), "passed"), (Count(TrxOutcome.Failed), "failed"), (Count(TrxOutcome.Skipped), "skipped") }
            .Where(count => count.Item1 > 0)
            .Select(count => $"{count.Item1} {count.Item2}");
        var words = string.Join(", ", Problem is null ? counts.DefaultIfEmpty("no tests") : counts.Append("ended badly"));
        return string.Create(CultureInfo.InvariantCulture, $"{words} ({Duration.TotalSeconds:0.0} s)");
    }

    /// <summary>The fact, and the last lines that are not stack frames: a crash prints pages of those.</summary>
    public static string ProblemOf(string fact, IEnumerable<string> output) => string.Join('\n',
    [
        fact,
        .. output
            .Where(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith("at ", StringComparison.Ordinal))
            .TakeLast(15)
            .Select(line => $"  {line}"),
    ]);

    /// <summary>Null when the outcome and the results agree that the project ended by itself.</summary>
    public static string? ProblemOf(ProcessOutcome outcome, TrxFile? results) => results switch
    {
        null => ProblemOf($"It ended with exit code {outcome.ExitCode} and left no results.", outcome.Lines.Select(line => line.Text)),
        { Errors: { Count: > 0 } errors } => ProblemOf(string.Join('\n', errors), outcome.Lines.Select(line => line.Text)),
        _ when outcome.ExitCode != 0 && results.Tests.All(test => test.Outcome != TrxOutcome.Failed) =>
            ProblemOf($"No test failed, yet it ended with exit code {outcome.ExitCode}.", outcome.Lines.Select(line => line.Text)),
        _ => null,
    };
}

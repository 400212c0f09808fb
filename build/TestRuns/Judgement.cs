using System.Globalization;

namespace Frostline.TestRuns;

/// <summary>The verdict over what a run showed, and the reasons for it.</summary>
internal sealed record Judgement(TestVerdict Verdict, IReadOnlyList<string> Reasons)
{
    public static Judgement Of(TestRunRequest request, IReadOnlyList<ProjectRun> runs, CoverageUnion? coverage)
    {
        List<string> failures =
        [
            .. runs.Where(run => run.Problem is not null).Select(run => $"{run.Project.Name}: {run.Problem}"),
            .. UnderGate(request, coverage),
        ];
        var doubts = Doubts(request, runs, coverage).ToList();
        return runs.Any(run => run.Count(TrxOutcome.Failed) > 0) || failures.Count > 0
            ? new(TestVerdict.Fail, failures)
            : new(doubts.Count > 0 ? TestVerdict.Inconclusive : TestVerdict.Pass, doubts);
    }

    private static IEnumerable<string> UnderGate(TestRunRequest request, CoverageUnion? coverage)
    {
        if (request.Filter is null && coverage?.Total is { Lines: > 0 } total && 100.0 * total.CoveredLines / total.Lines < request.LineGate)
        {
            var least = coverage.Assemblies.OrderBy(assembly => assembly.Percent).Take(3)
                .Select(assembly => string.Create(CultureInfo.InvariantCulture, $"{assembly.Name} {assembly.Percent:0.0} %"));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Line coverage is {total.Percent:0.0} %, {request.LineGate:0.#} % is wanted. Least covered: {string.Join(", ", least)}.");
        }
    }

    private static IEnumerable<string> Doubts(TestRunRequest request, IReadOnlyList<ProjectRun> runs, CoverageUnion? coverage)
    {
        if (runs.All(run => run.Tests.All(test => test.Outcome == TrxOutcome.Skipped)))
        {
            yield return request.Filter is null
                ? "No test ran."
                : $"No test ran: none has '{request.Filter}' in its full name, or all that have are skipped.";
        }
        else if (request.Filter is null)
        {
            foreach (var run in runs.Where(run => run.Tests.Count == 0))
            {
                yield return $"{run.Project.Name}: it has no tests.";
            }
        }

        if (request is { Filter: null, LineGate: > 0 } && coverage is { Total.Lines: 0 })
        {
            yield return $"Coverage is empty: no line of {string.Join(", ", request.IncludeInCoverage)} was found in the projects' folders.";
        }
    }
}

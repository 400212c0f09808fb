namespace Frostline.TestRuns;

/// <summary>Several runs of one call, as one: what <c>artifacts/test/summary.json</c> tells.</summary>
public static class CombinedSummary
{
    /// <summary>Adds the runs up. The worst verdict is the verdict; no run at all is inconclusive.</summary>
    public static TestRunSummary Of(IReadOnlyList<TestRunSummary> runs)
    {
        AssemblyCoverage[] assemblies = [.. runs.SelectMany(run => run.Assemblies)];
        var covered = new AssemblyCoverage("", assemblies.Sum(assembly => assembly.CoveredLines), assemblies.Sum(assembly => assembly.Lines));
        return new()
        {
            Verdict = runs.Any(run => run.Verdict == TestVerdict.Fail) ? TestVerdict.Fail
                : runs.Count == 0 || runs.Any(run => run.Verdict == TestVerdict.Inconclusive) ? TestVerdict.Inconclusive
                : TestVerdict.Pass,
            Reasons = [.. runs.SelectMany(run => run.Reasons)],
            Passed = runs.Sum(run => run.Passed),
            Failed = runs.Sum(run => run.Failed),
            Skipped = runs.Sum(run => run.Skipped),
            Seconds = runs.Sum(run => run.Seconds),
            LineCoverage = covered.Lines > 0 ? covered.Percent : null,
            LineGate = runs.Select(run => run.LineGate).DefaultIfEmpty(0).Max(),
            Assemblies = assemblies,
            Projects = [.. runs.SelectMany(run => run.Projects)],
            Failures = [.. runs.SelectMany(run => run.Failures)],
            Slowest = [.. runs.SelectMany(run => run.Slowest).OrderByDescending(test => test.Seconds).Take(TestRunner.SlowestCount)],
            CoverageReport = null,
        };
    }

    /// <summary>Writes <c>summary.json</c> of all runs into the folder, whole or not at all.</summary>
    public static Task WriteAsync(string folder, IReadOnlyList<TestRunSummary> runs, CancellationToken cancellationToken) =>
        SummaryFile.WriteAsync(folder, Of(runs), cancellationToken);
}

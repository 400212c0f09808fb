using Frostline.Delivery.Processes;

namespace Frostline.TestRuns;

/// <summary>Runs test projects side by side and sums up what they showed.</summary>
public sealed class TestRunner(ProcessRunner processes, TimeProvider time)
{
    internal const int SlowestCount = 5;

    /// <summary>
    /// Runs the projects, writes TRX, coverage and <c>summary.json</c> under the results folder, and judges.
    /// Failing tests, crashes and hangs are results, not exceptions.
    /// </summary>
    /// <param name="request">What to run.</param>
    /// <param name="progress">Called with one line as each project starts and ends, never two calls at once.</param>
    /// <param name="cancellationToken">Ends the projects' processes and everything they started.</param>
    /// <exception cref="OperationCanceledException">Cancelled; no summary was written.</exception>
    public async Task<TestRunSummary> RunAsync(TestRunRequest request, Action<string> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(request.ResultsFolder);
        File.Delete(Path.Combine(request.ResultsFolder, SummaryFile.Name));
        var start = time.GetTimestamp();
        var runs = await RunProjectsAsync(request, progress, cancellationToken);
        string[] coverageFiles = [.. runs.Select(run => run.CoverageFile).OfType<string>()];
        var report = coverageFiles.Length > 0
            ? await CoverageReport.WriteAsync(processes, request, coverageFiles, cancellationToken)
            : null;
        var summary = Sum(request, runs, Coverage(request, coverageFiles)) with
        {
            Seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 3),
            CoverageReport = report,
        };
        await SummaryFile.WriteAsync(request.ResultsFolder, summary, cancellationToken);
        return summary;
    }

    private async Task<ProjectRun[]> RunProjectsAsync(TestRunRequest request, Action<string> progress, CancellationToken cancellationToken)
    {
        var runner = new ProjectRunner(processes, time, request);
        var runs = new ProjectRun[request.Projects.Count];
        var printing = new Lock();
        await Parallel.ForAsync(0, runs.Length, new ParallelOptions
        {
            MaxDegreeOfParallelism = request.MaxParallel,
            CancellationToken = cancellationToken,
        }, async (index, cancelled) =>
        {
            var project = request.Projects[index];
            Print($"{project.Name}: started");
            runs[index] = await runner.RunAsync(project, cancelled);
            Print($"{project.Name}: {runs[index]}");
        });
        return runs;

        void Print(string line)
        {
            lock (printing)
            {
                progress(line);
            }
        }
    }

    private static CoverageUnion? Coverage(TestRunRequest request, string[] files)
    {
        if (!request.Coverage)
        {
            return null;
        }

        var union = new CoverageUnion(Path.GetFullPath(request.RepositoryRoot));
        foreach (var file in files)
        {
            union.Add(file);
        }

        return union;
    }

    private static TestRunSummary Sum(TestRunRequest request, ProjectRun[] runs, CoverageUnion? coverage)
    {
        var judgement = Judgement.Of(request, runs, coverage);
        var root = Path.GetFullPath(request.RepositoryRoot);
        var tests = runs.SelectMany(run => run.Tests, (run, test) => (Project: run.Project.Name, Test: test)).ToList();
        return new()
        {
            Verdict = judgement.Verdict,
            Reasons = judgement.Reasons,
            Passed = runs.Sum(run => run.Count(TrxOutcome.Passed)),
            Failed = runs.Sum(run => run.Count(TrxOutcome.Failed)),
            Skipped = runs.Sum(run => run.Count(TrxOutcome.Skipped)),
            Seconds = 0,
            LineCoverage = coverage?.Total is { Lines: > 0 } total ? total.Percent : null,
            LineGate = request.LineGate,
            Assemblies = coverage?.Assemblies ?? [],
            Projects = [.. runs.Select(run => run.Result)],
            Failures = [.. tests.Where(each => each.Test.Outcome == TrxOutcome.Failed).Select(each => Failure(each.Project, each.Test, root))],
            Slowest =
            [
                .. tests.OrderByDescending(each => each.Test.Duration).Take(SlowestCount)
                    .Select(each => new SlowTest(each.Project, each.Test.Name, Math.Round(each.Test.Duration.TotalSeconds, 3))),
            ],
            CoverageReport = null,
        };
    }

    private static TestFailure Failure(string project, TrxTest test, string root)
    {
        var location = SourceLocation.FirstIn(test.StackTrace, root);
        return new(project, test.Name, test.Message, location?.File, location?.Line);
    }
}

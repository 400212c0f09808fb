#if FROSTLINE_HOST
using Cake.Core;
using Frostline.Delivery.Reports;
using Frostline.Hosting;
using Frostline.TestRuns;

namespace Frostline.Pipeline.Reporting;

/// <summary>Writes the report of a run, and what a person reads last: where the services answer, or how many tests passed.</summary>
internal sealed class RunReporter(RunRecord record, ICakeEnvironment environment, ICakeArguments arguments, IConsole console) : IRunReporter
{
    /// <summary>Tasks that only look: their run must not replace the report of the deployment somebody is looking into.</summary>
    private static readonly string[] Looks = ["Default", "Status", "Lock"];

    public void Report(RunResult run)
    {
        var paths = new Paths(environment.WorkingDirectory.FullPath);
        var report = Compose(run);
        if (run.Tasks.Any(task => !Looks.Contains(task.Name)))
            Write(paths, report);
        if (arguments.GetArguments("format").LastOrDefault() == "json")
            return;
        foreach (var (service, url) in report.Urls)
            console.WriteLine("{0,-8}{1}", service, url);
        if (record.TestRuns.Count > 0)
            console.WriteLine("{0}", CombinedSummary.Of(record.TestRuns).ClosingLine);
    }

    private RunReport Compose(RunResult run) => new()
    {
        Target = string.Join(", ", run.Targets),
        Start = run.Started,
        End = run.Ended,
        ExitCode = run.ExitCode,
        Error = run.Error?.Message,
        Environment = record.Environment,
        Release = record.Release,
        Urls = record.Urls,
        Evidence = record.Evidence,
        Tasks = [.. run.Tasks.Select(task => new TaskReport(task.Name, StateOf(task.Outcome), task.Started, task.Ended, task.Reason ?? task.Error?.Message))],
    };

    private static TaskState StateOf(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Succeeded => TaskState.Succeeded,
        TaskOutcome.Failed => TaskState.Failed,
        TaskOutcome.Cancelled => TaskState.Cancelled,
        TaskOutcome.NotReached => TaskState.NotReached,
        _ => TaskState.Skipped,
    };

    private void Write(Paths paths, RunReport report)
    {
        report.WriteAsync(paths.Run, CancellationToken.None).GetAwaiter().GetResult();
        if (environment.GetEnvironmentVariable("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary)
            File.AppendAllText(summary, report.ToMarkdown());
    }
}
#endif

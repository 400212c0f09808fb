using Cake.Frosting;
using Frostline.Hosting;
using Frostline.Hosting.Graph;
using Frostline.Hosting.Running;
using Testing;

namespace Frosting.Tests.Running;

/// <summary>The scheduler alone: the test decides when each task ends, and how.</summary>
public sealed class SchedulerTests
{
    private static readonly TaskEnd Failed = new(TaskOutcome.Failed, Error: new FrostingException("broken"));

    private readonly RunProgress progress = new(
        RunPlan.For(TaskGraph.Build(TaskDiscovery.Find([typeof(Left), typeof(Right), typeof(AfterLeft), typeof(Late)])).Find(["AfterLeft", "Right", "Late"]), exclusive: false),
        new ManualClock());

    private readonly Dictionary<string, TaskCompletionSource<TaskEnd>> ends = [];
    private readonly List<string> started = [];

    [Fact]
    public async Task AfterAFailure_RunningTasksFinishAndNoNewOneStarts()
    {
        var run = Run(degree: 2, keepGoing: false);
        started.ShouldBe(["Left", "Right"]);

        ends["Left"].SetResult(Failed);
        await Eventually.Is(() => Task("Left").HasEnded);
        run.IsCompleted.ShouldBeFalse();
        ends["Right"].SetResult(TaskEnd.Succeeded);
        await run;

        started.ShouldBe(["Left", "Right"]);
        Outcomes().ShouldBe(["Left Failed", "AfterLeft Skipped because Left failed", "Right Succeeded", "Late NotReached the run ended when Left failed"]);
    }

    [Fact]
    public async Task KeepGoing_StartsWhatDoesNotNeedTheFailedTask()
    {
        var run = Run(degree: 2, keepGoing: true);
        ends["Left"].SetResult(Failed);
        await Eventually.Is(() => started.Count == 3);
        started[^1].ShouldBe("Late");
        ends["Right"].SetResult(TaskEnd.Succeeded);
        ends["Late"].SetResult(TaskEnd.Succeeded);
        await run;
        Outcomes()[^1].ShouldBe("Late Succeeded");
    }

    [Fact]
    public async Task Cancelled_WaitsForTheRunningTasksAndStartsNoOther()
    {
        using var source = new CancellationTokenSource();
        var run = new Scheduler(progress, 1, keepGoing: false).RunAsync(Prepare, source.Token);
        await source.CancelAsync();
        ends["Left"].SetResult(TaskEnd.Succeeded);
        await run;
        Outcomes().ShouldBe(["Left Succeeded", "AfterLeft NotReached the run was cancelled", "Right NotReached the run was cancelled", "Late NotReached the run was cancelled"]);
    }

    private Task Run(int degree, bool keepGoing) => new Scheduler(progress, degree, keepGoing).RunAsync(Prepare, TestContext.Current.CancellationToken);

    private Func<Task<TaskEnd>> Prepare(TaskProgress task)
    {
        var end = ends[task.Node.Name] = new TaskCompletionSource<TaskEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        started.Add(task.Node.Name);
        return () => end.Task;
    }

    private TaskProgress Task(string name) => progress.Tasks.Single(task => task.Node.Name == name);

    private List<string> Outcomes() => [.. progress.Tasks.Select(task => task.ToRun()).Select(run => $"{run.Name} {run.Outcome} {run.Reason}".TrimEnd())];

    public sealed class Left : FrostingTask;

    [IsDependentOn(typeof(Left))]
    public sealed class AfterLeft : FrostingTask;

    public sealed class Right : FrostingTask;

    public sealed class Late : FrostingTask;
}

using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting.Graph;
using Frostline.Hosting.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Frostline.Hosting.Running;

/// <summary>Runs one task: criterion, task setup, the work, its OnError and Finally, task teardown. Never throws.</summary>
internal sealed class TaskExecution(IServiceProvider services, ICakeContext context, FailureLog failures, RunCancellation cancellation)
{
    private readonly TaskLifetime lifetime = new(services.GetService<IFrostingTaskSetup>(), services.GetService<IFrostingTaskTeardown>());
    private readonly TimeProvider time = services.GetRequiredService<TimeProvider>();
    private readonly Transcript transcript = services.GetRequiredService<Transcript>();

    /// <summary>Opens the task's output and returns what starts the task: tasks that start together know of each other, so that none streams.</summary>
    public Func<Task<TaskEnd>> Prepare(TaskProgress progress, Task abandoned)
    {
        var output = transcript.Begin(progress.Node.Name);
        return () => RunAsync(progress, output, abandoned);
    }

    /// <summary>Asks a target, before anything has run, whether there is anything to do. Null means yes.</summary>
    public async Task<TaskEnd?> AskAsync(TaskNode node)
    {
        var first = new FirstError(failures, cancellation);
        TaskEnd? end = null;
        await first.TryAsync(node.Name, async () =>
        {
            if (Skip(Resolve(node)) is not { } reason)
                return;
            await AroundAsync(node, first, work: null);
            end = new TaskEnd(TaskOutcome.Skipped, reason);
        });
        return first.Error is null ? end : Ended(first.Error, null);
    }

    private async Task<TaskEnd> RunAsync(TaskProgress progress, TaskOutput output, Task abandoned)
    {
        var work = OnOwnThread(() =>
        {
            transcript.Enter(output);
            return WorkAsync(progress);
        });
        try
        {
            return await Task.WhenAny(work, abandoned) == work
                ? await work
                : new TaskEnd(TaskOutcome.Cancelled, "it did not stop within the grace period");
        }
        finally
        {
            transcript.End(output);
        }
    }

    // Tasks block: on processes, on the network. The pool has too few threads for that and adds them slowly.
    private static Task<TaskEnd> OnOwnThread(Func<Task<TaskEnd>> work) => Task.Factory
        .StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default)
        .Unwrap();

    private async Task<TaskEnd> WorkAsync(TaskProgress progress)
    {
        var node = progress.Node;
        var first = new FirstError(failures, cancellation);
        string? skipped = null;
        await first.TryAsync(node.Name, async () =>
        {
            var task = Resolve(node);
            skipped = progress.IsApproved ? null : Skip(task);
            await AroundAsync(node, first, skipped is null ? () => WorkAsync(node, task, first) : null);
        });
        return Ended(first.Error, skipped);
    }

    private async Task WorkAsync(TaskNode node, IFrostingTask task, FirstError first)
    {
        if (!await first.TryAsync(node.Name, () => task.RunAsync(context)))
            await first.TryAsync($"{node.Name}, OnError", () => task.OnError(first.Error!, context));
        await first.TryAsync($"{node.Name}, Finally", () => task.Finally(context));
    }

    private async Task AroundAsync(TaskNode node, FirstError first, Func<Task>? work)
    {
        var info = TaskInfo.Of(node);
        var began = time.GetTimestamp();
        var ready = await first.TryAsync($"{node.Name}, task setup", () => lifetime.Setup?.Setup(context, new TaskSetupContext(context, info)));
        if (ready && work is not null)
            await work();
        var duration = work is null ? TimeSpan.Zero : time.GetElapsedTime(began);
        var end = new TaskTeardownContext(context, info, duration, skipped: work is null, first.Error);
        await first.TryAsync($"{node.Name}, task teardown", () => lifetime.Teardown?.Teardown(context, end));
    }

    private IFrostingTask Resolve(TaskNode node) => (IFrostingTask)services.GetRequiredService(node.Definition.Class);

    private string? Skip(IFrostingTask task)
    {
        if (task.ShouldRun(context))
            return null;
        return task.SkippedMessage is { Length: > 0 } message ? message : "its criterion is false";
    }

    private TaskEnd Ended(Exception? error, string? skipped) => error switch
    {
        null when skipped is not null => new TaskEnd(TaskOutcome.Skipped, skipped),
        null => TaskEnd.Succeeded,
        _ when cancellation.Explains(error) => new TaskEnd(TaskOutcome.Cancelled, "the run was cancelled"),
        _ => new TaskEnd(TaskOutcome.Failed, Error: error),
    };
}

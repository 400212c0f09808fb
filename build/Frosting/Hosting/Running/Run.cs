using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting.CommandLine;
using Frostline.Hosting.Graph;
using Frostline.Hosting.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Frostline.Hosting.Running;

/// <summary>One run of a plan: Setup, tasks, Teardown. Whatever happens, there is a result.</summary>
internal sealed class Run(IServiceProvider services, HostCommand command, RunPlan plan)
{
    private readonly TimeProvider time = services.GetRequiredService<TimeProvider>();
    private readonly RunCancellation cancellation = services.GetRequiredService<RunCancellation>();
    private readonly FailureLog failures = services.GetRequiredService<FailureLog>();
    private readonly Transcript transcript = services.GetRequiredService<Transcript>();

    public async Task<RunResult> ExecuteAsync()
    {
        var started = time.GetUtcNow();
        var progress = new RunProgress(plan, time);
        var abandoned = cancellation.AbandonedAsync(services.GetRequiredService<HostOptions>().GracePeriod, time);
        var first = new FirstError(failures, cancellation);

        ICakeContext? context = null;
        if (await first.TryAsync("The context", () => context = Prepare()))
        {
            if (await first.TryAsync("Setup", () => SetupAsync(context!, abandoned)))
                await first.TryAsync("The run", () => RunTasksAsync(context!, progress, abandoned));
            await first.TryAsync("Teardown", () => Teardown(context!, failures.First ?? first.Error));
        }

        progress.Close(cancellation.ExitCode is null ? "the run ended before its first task" : "the run was cancelled");
        var exitCode = cancellation.ExitCode ?? failures.ExitCode;
        return new RunResult([.. plan.Targets.Select(target => target.Name)], started, time.GetUtcNow(), [.. progress.Tasks.Select(task => task.ToRun())], exitCode, failures.First);
    }

    private IFrostingContext Prepare()
    {
        failures.Classifier = services.GetRequiredService<IFailureClassifier>();
        var context = services.GetRequiredService<IFrostingContext>();
        TaskDiscovery.CheckContexts(plan.Tasks.Select(task => task.Node.Definition), context.GetType());
        var installer = services.GetRequiredService<IToolInstaller>();
        foreach (var tool in services.GetServices<Cake.Core.Packaging.PackageReference>())
            installer.Install(tool);
        return context;
    }

    private async Task SetupAsync(ICakeContext context, Task abandoned)
    {
        if (services.GetService<IFrostingSetup>() is not { } setup)
            return;
        var info = new SetupContext(context, TaskInfo.Of(plan.Targets[^1]), plan.Tasks.Select(task => TaskInfo.Of(task.Node)));
        var work = Task.Run(() => setup.Setup(context, info));
        if (await Task.WhenAny(work, abandoned) == work)
            await work;
        else
            transcript.WriteLine(transcript.Profile.Warning("Setup did not stop within the grace period; the run goes on to Teardown without it."));
    }

    private async Task RunTasksAsync(ICakeContext context, RunProgress progress, Task abandoned)
    {
        var execution = new TaskExecution(services, context, failures, cancellation);
        await AskTargetsAsync(execution, progress);
        await new Scheduler(progress, command.Parallel, command.KeepGoing)
            .RunAsync(task => execution.Prepare(task, abandoned), cancellation.Token);
    }

    // A target with nothing to do is found out before minutes are spent on what only it needs.
    private async Task AskTargetsAsync(TaskExecution execution, RunProgress progress)
    {
        foreach (var target in plan.Targets.Select(node => progress[node]))
        {
            if (cancellation.Token.IsCancellationRequested)
                return;
            if (await execution.AskAsync(target.Node) is { } end)
                Decide(progress, target, end);
            else
                target.IsApproved = true;
        }

        progress.SkipWhatOnlyEndedTargetsNeed();
    }

    private void Decide(RunProgress progress, TaskProgress target, TaskEnd end)
    {
        target.End(end);
        if (end.Outcome == TaskOutcome.Skipped)
            transcript.WriteLine($"{target.Node.Name}: {end.Reason}");
        else if (target.BlocksDependents)
            progress.SkipDependentsOf(target);
    }

    private void Teardown(ICakeContext context, Exception? error) =>
        services.GetService<IFrostingTeardown>()?.Teardown(context, new TeardownContext(context, error));
}

namespace Frostline.Hosting.Running;

/// <summary>
/// Starts tasks as soon as everything they need has ended, at most <paramref name="degree"/> at a time, in order of the
/// plan when several are ready. After a failure the running ones finish and, unless told to keep going, no new one starts.
/// </summary>
internal sealed class Scheduler(RunProgress progress, int degree, bool keepGoing)
{
    public async Task RunAsync(Func<TaskProgress, Task<TaskEnd>> execute, CancellationToken cancellationToken)
    {
        var running = new List<Task>();
        while (true)
        {
            while (running.Count < degree && !cancellationToken.IsCancellationRequested && Next() is { } ready)
            {
                ready.Begin();
                running.Add(RunAsync(ready, execute));
            }

            if (running.Count == 0)
                break;
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            await ended;
        }

        progress.Close(cancellationToken.IsCancellationRequested ? "the run was cancelled" : $"the run ended when {Stopper?.Node.Name} failed");
    }

    private TaskProgress? Stopper => progress.Tasks.FirstOrDefault(task => task.BlocksDependents);

    private TaskProgress? Next() => Stopper is not null && !keepGoing ? null : progress.Tasks.FirstOrDefault(progress.IsReady);

    private async Task RunAsync(TaskProgress task, Func<TaskProgress, Task<TaskEnd>> execute)
    {
        task.End(await execute(task));
        if (task.BlocksDependents)
            progress.SkipDependentsOf(task);
    }
}

namespace Frostline.Hosting.Running;

/// <summary>
/// Starts tasks as soon as everything they need has ended, at most <paramref name="degree"/> at a time, in order of the
/// plan when several are ready. After a failure the running ones finish and, unless told to keep going, no new one starts.
/// </summary>
internal sealed class Scheduler(RunProgress progress, int degree, bool keepGoing)
{
    /// <param name="prepare">Called for all tasks that start together, before the first of them is started.</param>
    /// <param name="cancellationToken">Lets no new task start; the running ones are waited for.</param>
    public async Task RunAsync(Func<TaskProgress, Func<Task<TaskEnd>>> prepare, CancellationToken cancellationToken)
    {
        var running = new List<Task<(TaskProgress Task, TaskEnd End)>>();
        while (true)
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                var starting = TakeReady(degree - running.Count).Select(task => (Task: task, Start: prepare(task))).ToList();
                running.AddRange(starting.Select(task => RunAsync(task.Task, task.Start)));
            }

            if (running.Count == 0)
                break;
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            Settle(await ended);
        }

        progress.Close(cancellationToken.IsCancellationRequested ? "the run was cancelled" : $"the run ended when {Stopper?.Node.Name} failed");
    }

    private TaskProgress? Stopper => progress.Tasks.FirstOrDefault(task => task.BlocksDependents);

    private TaskProgress? Next() => Stopper is not null && !keepGoing ? null : progress.Tasks.FirstOrDefault(progress.IsReady);

    private IEnumerable<TaskProgress> TakeReady(int atMost)
    {
        for (var taken = 0; taken < atMost && Next() is { } task; taken++)
        {
            task.Begin();
            yield return task;
        }
    }

    private static async Task<(TaskProgress Task, TaskEnd End)> RunAsync(TaskProgress task, Func<Task<TaskEnd>> start) => (task, await start());

    // Here and not where the task ran: two tasks that end at the same time are settled one after the other.
    private void Settle((TaskProgress Task, TaskEnd End) ended)
    {
        ended.Task.End(ended.End);
        if (ended.Task.BlocksDependents)
            progress.SkipDependentsOf(ended.Task);
    }
}

namespace LocalAzure.Revisions;

/// <summary>Carries out calls one after the other, in the order they were made.</summary>
internal sealed class CallQueue
{
    private readonly Lock gate = new();
    private Task tail = Task.CompletedTask;

    public Task RunAsync(Func<Task> call)
    {
        lock (gate)
            return tail = AfterAsync(tail, call);
    }

    private static async Task AfterAsync(Task before, Func<Task> call)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await call();
    }
}

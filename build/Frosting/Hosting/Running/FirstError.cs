namespace Frostline.Hosting.Running;

/// <summary>Lets every step of an orderly end happen and keeps the error that came first. Later ones are printed, never thrown.</summary>
internal sealed class FirstError(FailureLog failures, RunCancellation cancellation)
{
    public Exception? Error { get; private set; }

    public Task<bool> TryAsync(string where, Action action) => TryAsync(where, () =>
    {
        action();
        return Task.CompletedTask;
    });

    public async Task<bool> TryAsync(string where, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
#pragma warning disable CA1031 // whatever a task throws is its failure, and is reported as such
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Keep(where, exception);
            return false;
        }
    }

    private void Keep(string where, Exception exception)
    {
        if (exception == Error)
            return;
        var later = Error is not null;
        Error ??= exception;
        if (cancellation.Explains(exception))
            return;
        if (later)
            failures.AddLater(where, exception);
        else
            failures.Add(where, exception);
    }
}

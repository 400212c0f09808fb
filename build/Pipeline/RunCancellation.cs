namespace Frostline.Pipeline;

/// <summary>The end of the run before its time: what every wait of a task listens to.</summary>
#if FROSTLINE_HOST
public sealed class RunCancellation(Hosting.IRunCancellation host)
{
    public CancellationToken Token => host.Token;
}
#else
public sealed class RunCancellation : IDisposable
{
    private readonly CancellationTokenSource source = new();

    public RunCancellation() => Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        source.Cancel();
    };

    public CancellationToken Token => source.Token;

    public void Dispose() => source.Dispose();
}
#endif

using System.Runtime.InteropServices;

namespace Frostline.Hosting.Running;

/// <summary>The first signal cancels the run, the second one ends the process as if nobody had listened.</summary>
internal sealed class RunCancellation : IRunCancellation, IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];

    public CancellationToken Token => source.Token;

    public PosixSignal? Signal { get; private set; }

    /// <summary>130 or 143 once a signal came; null before.</summary>
    public int? ExitCode => Signal switch
    {
        null => null,
        PosixSignal.SIGTERM => 143,
        _ => 130,
    };

    public void Listen(Action<PosixSignal> onFirst)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM])
            registrations.Add(PosixSignalRegistration.Create(signal, context => context.Cancel = Cancel(signal, onFirst)));
    }

    /// <summary>Whether this was the first signal, the one to survive.</summary>
    public bool Cancel(PosixSignal signal, Action<PosixSignal> onFirst)
    {
        lock (source)
        {
            if (Signal is not null)
                return false;
            Signal = signal;
        }

        onFirst(signal);
        _ = source.CancelAsync();
        return true;
    }

    /// <summary>Ends when the grace period after the signal is over; without a signal, never.</summary>
    public async Task AbandonedAsync(TimeSpan grace, TimeProvider time)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Token.Register(cancelled.SetResult);
        await cancelled.Task;
        await Task.Delay(grace, time, CancellationToken.None);
    }

    /// <summary>Whether an exception is the echo of the signal, however wrapped, and not a failure of its own.</summary>
    public bool Explains(Exception exception)
    {
        if (!Token.IsCancellationRequested)
            return false;
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OperationCanceledException)
                return true;
        }

        return false;
    }

    public void Dispose()
    {
        foreach (var registration in registrations)
            registration.Dispose();
        source.Dispose();
    }
}

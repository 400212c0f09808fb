using System.Threading.Tasks.Sources;

namespace Frostline.LoadTesting.Engines.Wire.Polling;

/// <summary>Whether a socket may be ready in one direction: what one waits for and another thread signals, without allocating.</summary>
internal sealed class Readiness : IValueTaskSource
{
    private const int Unknown = 0;
    private const int Ready = 1;
    private const int Awaited = 2;
    private const int Over = 3;
    private ManualResetValueTaskSourceCore<bool> source;
    private int state;

    /// <summary>Whether nothing was signalled since it was waited for.</summary>
    public bool IsQuiet => Volatile.Read(ref state) == Unknown;

    /// <summary>Ends with the next signal, or at once after one that nobody waited for. One waits at a time.</summary>
    public ValueTask WaitAsync()
    {
        source.Reset();
        if (Interlocked.CompareExchange(ref state, Awaited, Unknown) == Unknown)
            return new(this, source.Version);
        Interlocked.CompareExchange(ref state, Unknown, Ready);
        return ValueTask.CompletedTask;
    }

    /// <summary>Wakes who waits, on this very thread.</summary>
    /// <param name="last">Whether there will be no other: nobody waits any more.</param>
    public void Signal(bool last)
    {
        if (last)
        {
            if (Interlocked.Exchange(ref state, Over) == Awaited)
                source.SetResult(true);
        }
        else if (Interlocked.CompareExchange(ref state, Ready, Unknown) == Awaited && Interlocked.CompareExchange(ref state, Unknown, Awaited) == Awaited)
        {
            source.SetResult(true);
        }
    }

    /// <summary>Wakes who waits, on a thread of the pool: whoever closes holds locks that they would want.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref state, Over) == Awaited)
            ThreadPool.UnsafeQueueUserWorkItem(static waiting => waiting.source.SetResult(true), this, preferLocal: false);
    }

    void IValueTaskSource.GetResult(short token) => source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => source.OnCompleted(continuation, state, token, flags);
}

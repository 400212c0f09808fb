using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Frostline.LoadTesting.Engines.Wire.Polling;

/// <summary>One thread that learns of everything on its connections, reads it, and goes on with who waited.</summary>
internal sealed class PollLoop : IDisposable
{
    private const int Patience = 50;
    private readonly ConcurrentDictionary<long, PolledStream> streams = new();
    private readonly Epoll epoll = new();
    private readonly Thread thread;
    private readonly long started = Stopwatch.GetTimestamp();
    private long keys;
    private long waited;
    private volatile bool over;

    public PollLoop()
    {
        thread = new(Run) { IsBackground = true, Name = "load generator answers" };
        thread.Start();
    }

    /// <summary>Share of the time in which it had something to do: near 1, answers wait for it, and look late.</summary>
    public double Busy => 1 - Stopwatch.GetElapsedTime(0, Volatile.Read(ref waited)) / Stopwatch.GetElapsedTime(started);

    /// <returns>What <see cref="Remove"/> calls it.</returns>
    public long Add(SafeHandle socket, PolledStream stream)
    {
        var key = Interlocked.Increment(ref keys);
        streams[key] = stream;
        epoll.Watch(socket, key);
        return key;
    }

    public void Remove(long key) => streams.TryRemove(key, out _);

    /// <summary>Ends the thread soon; not waited for, since it may be the one that calls.</summary>
    public void Dispose() => over = true;

    private void Run()
    {
        using var polled = epoll;
        while (!over)
        {
            var start = Stopwatch.GetTimestamp();
            var count = polled.Wait(Patience);
            Volatile.Write(ref waited, waited + Stopwatch.GetTimestamp() - start);
            for (var index = 0; index < count; index++)
            {
                if (streams.TryGetValue(polled[index].Key, out var stream))
                    stream.Happened(polled[index]);
            }
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Validity;

/// <summary>
/// How quick the machine itself is while a run lasts: the same short way again and again, over loopback to another thread and back, each time
/// after a pause. A request on this machine is little but such ways from one waiting thread to the next, and how long they take wanders by
/// half within minutes as cores fall asleep and wake up. What the service does is no part of it, so that a machine which is slower today can
/// be told from a service which is.
/// </summary>
internal sealed class MachineGauge : IDisposable
{
    /// <summary>Changes when the work does: what other work took says nothing.</summary>
    public const int Version = 2;

    private const int WordBytes = 32;

    /// <summary>Never in step with what else comes at equal intervals.</summary>
    private static readonly (int Shortest, int Longest) PauseMilliseconds = (6, 14);

    private readonly TimeSpan from;
    private readonly TimeSpan length;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly ManualResetEventSlim over = new();
    private readonly Socket asking;
    private readonly Socket answering;
    private readonly Thread[] threads;

    /// <param name="from">What comes earlier is not counted.</param>
    /// <param name="length">Nor what comes later than so long after that.</param>
    public MachineGauge(TimeSpan from, TimeSpan length)
    {
        (this.from, this.length) = (from, length);
        (asking, answering) = Connected();
        threads = [new(Ask) { IsBackground = true, Name = "machine gauge" }, new(Answer) { IsBackground = true, Name = "machine gauge, other end" }];
        Array.ForEach(threads, thread => thread.Start());
    }

    /// <summary>What the work took.</summary>
    public Recorder Times { get; } = new();

    public void Dispose()
    {
        over.Set();
        threads[0].Join();
        asking.Dispose();
        threads[1].Join();
        answering.Dispose();
        over.Dispose();
    }

    private static (Socket Asking, Socket Answering) Connected()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 1);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect((IPEndPoint)listener.LocalEndpoint);
        var other = listener.AcceptSocket();
        other.NoDelay = true;
        return (socket, other);
    }

    private void Ask()
    {
        Span<byte> word = stackalloc byte[WordBytes];
        var pauses = new Random(1);
        while (!over.Wait(pauses.Next(PauseMilliseconds.Shortest, PauseMilliseconds.Longest + 1)))
        {
            var start = Stopwatch.GetTimestamp();
            asking.Send(word);
            asking.Receive(word);
            var (took, at) = (Stopwatch.GetElapsedTime(start), Stopwatch.GetElapsedTime(started));
            if (at >= from && at < from + length)
                Times.Record(took);
        }
    }

    private void Answer()
    {
        Span<byte> word = stackalloc byte[WordBytes];
        while (answering.Receive(word) > 0)
            answering.Send(word);
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Frostline.LoadTesting.Engines;

namespace Frostline.LoadTesting.Trials;

/// <summary>
/// A server whose times are known: <c>GET /20</c> is answered 20 ms after it came, and in the first 200 ms of every period nothing is
/// begun, so that whoever comes then waits until the gate opens. A thread of its own answers to within some ten microseconds.
/// </summary>
internal sealed class DelayServer : IDisposable
{
    private static readonly byte[] Answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly PriorityQueue<Socket, long> pending = new();
    private readonly CancellationTokenSource over = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly long period;
    private readonly long shut;
    private readonly Thread answering;

    public DelayServer(TimeSpan period, TimeSpan shut)
    {
        (this.period, this.shut) = (Timestamps(period), Timestamps(shut));
        listener.Start(backlog: 1024);
        Address = new($"http://{listener.LocalEndpoint}/");
        answering = new(AnswerDue) { IsBackground = true, Name = "delay server" };
        answering.Start();
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public void Dispose()
    {
        over.Cancel();
        listener.Stop();
        answering.Join();
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptSocketAsync(over.Token).ConfigureAwait(false));
            }
            catch (Exception error) when (error is SocketException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var _ = socket;
        socket.NoDelay = true;
        var buffer = new byte[4096];
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, over.Token).ConfigureAwait(false)) > 0;)
            {
                var came = Stopwatch.GetTimestamp();
                Enqueue(socket, Math.Max(came, Opens(came)) + Timestamps(TimeSpan.FromMilliseconds(DelayIn(buffer.AsSpan(0, read)))));
            }
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went, or the trial is over.
        }
    }

    /// <summary>When the gate is open for who comes now.</summary>
    private long Opens(long now)
    {
        var phase = (now - start) % period;
        return phase < shut ? now + shut - phase : now;
    }

    private static int DelayIn(ReadOnlySpan<byte> request)
    {
        var delay = 0;
        for (var place = "GET /".Length; place < request.Length && request[place] is >= (byte)'0' and <= (byte)'9'; place++)
            delay = delay * 10 + request[place] - '0';
        return delay;
    }

    private void Enqueue(Socket socket, long due)
    {
        lock (pending)
        {
            pending.Enqueue(socket, due);
            Monitor.Pulse(pending);
        }
    }

    private void AnswerDue()
    {
        PunctualThread.Prefer();
        while (!over.IsCancellationRequested)
        {
            if (Next() is not { } socket)
                continue;
            try
            {
                socket.Send(Answer);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The client went.
            }
        }
    }

    /// <returns>Null when nothing is due yet: short waits, so that an earlier one that comes meanwhile is not late.</returns>
    private Socket? Next()
    {
        long due;
        lock (pending)
        {
            if (pending.Count == 0)
                Monitor.Wait(pending, 50);
            if (!pending.TryPeek(out _, out due))
                return null;
            if (due <= Stopwatch.GetTimestamp())
                return pending.Dequeue();
        }

        PreciseWait.Until(Math.Min(due, Stopwatch.GetTimestamp() + Stopwatch.Frequency / 5000), over.Token);
        return null;
    }

    private static long Timestamps(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}

using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using Frostline.LoadTesting.Engines.Wire.Polling;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Engines.Wire;

/// <summary>
/// HTTP/1.1 without a general client in between, which takes most of a generator's time: connections are used again, the last one first, and one
/// timer ends what waits too long.
/// </summary>
internal sealed class WireClient : IRequestClient
{
    private static readonly TimeSpan Sweep = TimeSpan.FromMilliseconds(10);

    /// <summary>A connection that rested longer is looked at before it is used: the server may have ended it.</summary>
    private static readonly long Fresh = Stopwatch.Frequency / 2;

    private readonly LoadPlan plan;
    private readonly ConnectionKind connections;
    private readonly Uri target;
    private readonly IExchangeSink sink;
    private readonly CancellationToken cancellation;
    private readonly Lock door = new();
    private readonly Stack<(WireConnection Connection, Socket Socket)> idle = new();
    private readonly HashSet<WireConnection> all = [];
    private readonly PollLoop? loop;
    private readonly Timer sweeper;
    private readonly CancellationTokenRegistration stopped;
    private readonly long patience;

    public WireClient(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation)
    {
        (this.plan, this.sink, this.cancellation) = (plan, sink, cancellation);
        (target, connections) = (plan.Target, plan.Scenario.Connections);
        patience = (long)(plan.Scenario.Timeout.TotalSeconds * Stopwatch.Frequency);
        // Encryption takes more than one thread gives.
        loop = Epoll.IsSupported && target.Scheme == Uri.UriSchemeHttp ? new() : null;
        sweeper = new(_ => Expire(Stopwatch.GetTimestamp()), null, Sweep, Sweep);
        stopped = cancellation.UnsafeRegister(_ => Expire(long.MaxValue - 1), null);
    }

    public double Busy => loop?.Busy ?? 0;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Answer> SendAsync(CompiledRequest request, VirtualUser user)
    {
        var sent = Stopwatch.GetTimestamp();
        while (true)
        {
            var reused = TryTake(sent, out var line);
            try
            {
                if (!reused)
                    line = await ConnectAsync(sent + patience).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                return new(sent, 0, Stopwatch.GetTimestamp(), 0, 0, null, error);
            }

            var answer = await line.Connection.ExchangeAsync(request, user, sent, sent + patience).ConfigureAwait(false);
            GiveBack(line);
            if (answer.Failure is null or OperationCanceledException || !reused || answer.FirstByte > 0 || !request.Wire.MayBeRepeated)
                return answer;
        }
    }

    public void Dispose()
    {
        stopped.Dispose();
        sweeper.Dispose();
        lock (door)
        {
            foreach (var connection in all)
                connection.Dispose();
        }

        loop?.Dispose();
    }

    private bool TryTake(long now, out (WireConnection Connection, Socket Socket) line)
    {
        while (true)
        {
            lock (door)
            {
                if (!idle.TryPop(out line))
                    return false;
            }

            // Nothing is to be read on a connection that rests, but its end.
            if (now - line.Connection.LastUsed < Fresh || !line.Socket.Poll(0, SelectMode.SelectRead))
                return true;
            Drop(line.Connection);
        }
    }

    private void GiveBack((WireConnection Connection, Socket Socket) line)
    {
        if (!line.Connection.IsReusable || connections == ConnectionKind.Cold)
        {
            Drop(line.Connection);
            return;
        }

        lock (door)
            idle.Push(line);
    }

    private void Drop(WireConnection connection)
    {
        lock (door)
            all.Remove(connection);
        connection.Dispose();
    }

    private void Expire(long now)
    {
        lock (door)
        {
            foreach (var connection in all)
                connection.Expire(now);
        }
    }

    private async ValueTask<(WireConnection Connection, Socket Socket)> ConnectAsync(long until)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), until);
        deadline.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        var start = Stopwatch.GetTimestamp();
        var (stream, socket) = await ReachAsync(deadline.Token).ConfigureAwait(false);
        var connected = Stopwatch.GetTimestamp();
        if (target.Scheme == Uri.UriSchemeHttps)
            stream = await EncryptedAsync(stream, deadline.Token).ConfigureAwait(false);
        sink.Connected(Stopwatch.GetElapsedTime(start, connected), target.Scheme == Uri.UriSchemeHttps ? Stopwatch.GetElapsedTime(connected) : null);
        var connection = new WireConnection(stream);
        lock (door)
            all.Add(connection);
        return (connection, socket);
    }

    private async Task<(Stream Stream, Socket Socket)> ReachAsync(CancellationToken deadline)
    {
        try
        {
            return loop is null ? await PlainAsync(deadline).ConfigureAwait(false) : await PolledAsync(loop, deadline).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, error.Message, error);
        }
    }

    private async Task<(Stream Stream, Socket Socket)> PlainAsync(CancellationToken deadline)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(target.IdnHost, target.Port), deadline).ConfigureAwait(false);
            return (new NetworkStream(socket, ownsSocket: true), socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The first address of the host at which somebody listens.</summary>
    private async Task<(Stream Stream, Socket Socket)> PolledAsync(PollLoop polled, CancellationToken deadline)
    {
        var addresses = IPAddress.TryParse(target.IdnHost, out var known) ? [known] : await Dns.GetHostAddressesAsync(target.IdnHost, deadline).ConfigureAwait(false);
        for (var index = 0; ; index++)
        {
            var socket = new Socket(addresses[index].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, Blocking = false };
            var stream = new PolledStream(socket, polled);
            try
            {
                await stream.ConnectAsync(new(addresses[index], target.Port), deadline).ConfigureAwait(false);
                return (stream, socket);
            }
            catch (Exception error)
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                if (error is not SocketException || index == addresses.Length - 1)
                    throw;
            }
        }
    }

    private async Task<Stream> EncryptedAsync(Stream stream, CancellationToken deadline)
    {
        var encrypted = new SslStream(stream);
        try
        {
            await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = target.IdnHost, ApplicationProtocols = [SslApplicationProtocol.Http11], CertificateChainPolicy = plan.ChainPolicy,
            }, deadline).ConfigureAwait(false);
            return encrypted;
        }
        catch (Exception error)
        {
            await encrypted.DisposeAsync().ConfigureAwait(false);
            if (error is AuthenticationException or IOException)
                throw new HttpRequestException(HttpRequestError.SecureConnectionError, error.Message, error);
            throw;
        }
    }
}

using System.Diagnostics;
using System.Net.Sockets;
using Frostline.LoadTesting.Scenarios;

namespace Frostline.LoadTesting.Engines;

/// <summary>The HTTP client underneath, bare: no cookies, no redirects, no proxy, no decompression, no tracing.</summary>
internal static class Transport
{
    /// <summary>On the request that had the connection made: how long that took, and when it was done.</summary>
    private static readonly HttpRequestOptionsKey<(TimeSpan Connect, long At)> Made = new("connected");

    public static HttpMessageInvoker Create(LoadPlan plan, IExchangeSink sink)
    {
        var scenario = plan.Scenario;
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = int.MaxValue,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = scenario.Connections == ConnectionKind.Cold ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
            PooledConnectionIdleTimeout = scenario.Connections == ConnectionKind.Cold ? TimeSpan.Zero : TimeSpan.FromMinutes(1),
            SslOptions = new() { CertificateChainPolicy = plan.ChainPolicy },
            ConnectTimeout = scenario.Timeout,
            ConnectCallback = (context, cancellation) => ConnectAsync(context, sink, cancellation),
        };
        handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(Encrypted(context, sink));
        return new(handler);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, IExchangeSink sink, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var start = Stopwatch.GetTimestamp();
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            var connect = Stopwatch.GetElapsedTime(start);
            if (context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttps)
                context.InitialRequestMessage.Options.Set(Made, (connect, Stopwatch.GetTimestamp()));
            else
                sink.Connected(connect, tls: null);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Called once the connection is ready to speak HTTP: with TLS, after its handshake.</summary>
    private static Stream Encrypted(SocketsHttpPlaintextStreamFilterContext context, IExchangeSink sink)
    {
        if (context.PlaintextStream is System.Net.Security.SslStream && context.InitialRequestMessage.Options.TryGetValue(Made, out var made))
            sink.Connected(made.Connect, Stopwatch.GetElapsedTime(made.At));
        return context.PlaintextStream;
    }
}

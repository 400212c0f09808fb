using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace LocalAzure.Ingress;

/// <summary>
/// One loopback port. Each port is a Kestrel of its own, so that opening and closing one never touches the others; it costs about
/// half a millisecond and 60 KB, without the host, middleware and service scopes that forwarding does not need.
/// </summary>
internal sealed class IngressListener(int port, Func<HttpContext, Task> handle, ILoggerFactory logs) : IAsyncDisposable
{
    private readonly KestrelServer server = new(
        Options.Create(OptionsFor(port)),
        new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs),
        logs);

    public int Port { get; } = port;

    /// <exception cref="IOException">The port is taken.</exception>
    public Task OpenAsync(CancellationToken cancellationToken) => server.StartAsync(new Application(handle), cancellationToken);

    /// <summary>Takes no new connection, lets requests in flight finish until the token is cancelled, then cuts the rest.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await server.StopAsync(cancellationToken);
        server.Dispose();
    }

    public async ValueTask DisposeAsync() => await CloseAsync(new CancellationToken(canceled: true));

    private static KestrelServerOptions OptionsFor(int port)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, port);
        return options;
    }

    private sealed class Application(Func<HttpContext, Task> handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}

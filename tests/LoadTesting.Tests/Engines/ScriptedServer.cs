using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LoadTesting.Tests.Engines;

/// <summary>A real server on loopback that does what a test says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private ScriptedServer(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <param name="answer">What every request is answered with.</param>
    /// <param name="protocols">HTTP versions it speaks.</param>
    /// <param name="certificate">Its own, for TLS.</param>
    public static async Task<ScriptedServer> StartAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Protocols = protocols;
            if (certificate is not null)
                listener.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new(app);
    }

    /// <summary>A gate that is shut for a while in every period: whoever comes then waits until it opens.</summary>
    public static RequestDelegate Stalling(TimeSpan period, TimeSpan shut)
    {
        var start = Stopwatch.GetTimestamp();
        return async _ =>
        {
            var phase = Stopwatch.GetElapsedTime(start).Ticks % period.Ticks;
            if (phase < shut.Ticks)
                await Task.Delay(TimeSpan.FromTicks(shut.Ticks - phase));
        };
    }

    public async ValueTask DisposeAsync()
    {
        // Requests that a test left hanging are not waited for.
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }
}

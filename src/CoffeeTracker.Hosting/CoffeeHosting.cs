using CoffeeTracker.Hosting.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoffeeTracker.Hosting;

/// <summary>How both services are hosted: logs, limits, headers, health, version, and a graceful end.</summary>
public static class CoffeeHosting
{
    private const string Ready = "ready";
    private const long LargestRequest = 10 * 1024 * 1024;

    /// <summary>Longest time from the stop signal to the end; the platform kills after 30 s.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    public static WebApplicationBuilder AddCoffeeHosting(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddJsonConsole(options => (options.IncludeScopes, options.UseUtcTimestamp) = (true, true));
        builder.WebHost.ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, LargestRequest));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            // TLS ends at ingress, whose address is not known beforehand. Who lies about the scheme only harms their own cookie.
            options.ForwardedHeaders = ForwardedHeaders.XForwardedProto;
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
        });
        // No secret stands in an answer beside what a stranger can choose, so compression under TLS gives nothing away.
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(options => options.Level = System.IO.Compression.CompressionLevel.Fastest);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<Drain>().AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddSingleton<MetricsBook>();
        builder.Services.AddHealthChecks().AddCheck<Drain>("drain", tags: [Ready]);
        return builder;
    }

    /// <summary>Adds what the replica needs to be ready; the time-out is below that of the platform's probe.</summary>
    public static IHealthChecksBuilder AddReadiness<TCheck>(this IHealthChecksBuilder checks, string name)
        where TCheck : class, Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck =>
        checks.AddCheck<TCheck>(name, tags: [Ready], timeout: TimeSpan.FromMilliseconds(800));

    public static WebApplication UseCoffeeHosting(this WebApplication app, string contentSecurityPolicy)
    {
        app.UseForwardedHeaders();
        app.UseMiddleware<CorrelationId>();
        app.UseMiddleware<SecurityHeaders>(contentSecurityPolicy);
        app.UseResponseCompression();
        return app;
    }

    /// <summary>Maps <c>/health</c>, <c>/health/live</c>, <c>/health/ready</c>, <c>/version</c> and <c>/metrics</c>.</summary>
    public static WebApplication MapCoffeeHosting(this WebApplication app)
    {
        var version = RunningVersion.From(app.Configuration, app.Environment.ApplicationName);
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).DisableRateLimiting();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).DisableRateLimiting();
        app.MapHealthChecks("/health").DisableRateLimiting();
        app.MapGet("/version", () => TypedResults.Ok(version)).DisableRateLimiting();
        app.MapMetrics();
        return app;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoffeeTracker.Hosting.Metrics;

/// <summary>
/// <c>/metrics</c>: runtime, requests, and connections of the database, as Prometheus reads them. It is for whoever sits beside the replica, a scraper of
/// the environment or a load test on this machine. What came through ingress is not found: ingress says for whom it forwards, in a header that it sets
/// itself and that no visitor can take away. A port of its own would say the same, and would collide where replicas share a machine.
/// </summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    private static readonly string[] SignsOfIngress = ["X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via"];

    public static void MapMetrics(this WebApplication app)
    {
        var book = app.Services.GetRequiredService<MetricsBook>();
        app.MapGet(Path, (HttpContext context) => SignsOfIngress.Any(context.Request.Headers.ContainsKey)
                ? Results.NotFound()
                : Results.Text(ExpositionText.Of(book.Read()), ExpositionText.ContentType))
            .ExcludeFromDescription().DisableRateLimiting();
    }
}

using System.Text.RegularExpressions;
using CoffeeTracker.Hosting.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoffeeTracker.Hosting;

/// <summary>One id for everything that one request of a visitor causes: taken over or made, answered, and in every log line.</summary>
public sealed partial class CorrelationId(RequestDelegate next, ILogger<CorrelationId> logger, TimeProvider time)
{
    public const string HeaderName = "X-Correlation-ID";

    public async Task InvokeAsync(HttpContext context)
    {
        // Whatever arrives ends up in the logs: a short word is taken over, anything else replaced.
        var given = context.Request.Headers[HeaderName].ToString();
        var id = Word().IsMatch(given) ? given : Guid.NewGuid().ToString("N");
        context.TraceIdentifier = id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[HeaderName] = id;
            return Task.CompletedTask;
        });
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = id });
        var start = time.GetTimestamp();
        await next(context);
        if (!context.Request.Path.StartsWithSegments("/health") && !context.Request.Path.StartsWithSegments(MetricsEndpoint.Path))
            Answered(context.Request.Method, context.Request.Path, context.Response.StatusCode, time.GetElapsedTime(start).TotalMilliseconds);
    }

    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} answered {StatusCode} in {Milliseconds:0.0} ms")]
    private partial void Answered(string method, PathString path, int statusCode, double milliseconds);

    [GeneratedRegex("^[A-Za-z0-9._-]{1,64}$")]
    private static partial Regex Word();
}

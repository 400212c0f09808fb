using System.Globalization;

namespace LocalAzure.Management;

/// <summary>The identifiers the platform puts on every answer, so that clients that log them find them here too.</summary>
internal sealed class StandardHeaders(RequestDelegate next, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        var id = Guid.NewGuid().ToString();
        var correlation = context.Request.Headers["x-ms-correlation-request-id"].ToString();
        headers["x-ms-request-id"] = id;
        headers["x-ms-correlation-request-id"] = Guid.TryParse(correlation, out var given) ? given.ToString() : id;
        headers["x-ms-routing-request-id"] = string.Create(CultureInfo.InvariantCulture, $"LOCAL:{time.GetUtcNow():yyyyMMddTHHmmssZ}:{id}");
        if (context.Request.Headers["x-ms-client-request-id"].ToString() is { Length: > 0 and <= 128 } client
            && context.Request.Headers["x-ms-return-client-request-id"] == "true")
        {
            headers["x-ms-client-request-id"] = client;
        }

        headers.CacheControl = "no-cache";
        return next(context);
    }
}

using System.Globalization;
using LocalAzure.Resources;

namespace LocalAzure.Management;

/// <summary>The platform's limits for one caller: reads 250 and 25 more a second, writes and deletes 200 and 10 more a second each.</summary>
internal sealed class Throttle(RequestDelegate next, ThrottleSwitch @switch, TimeProvider time)
{
    private readonly TokenBucket reads = new(250, 25, time);
    private readonly TokenBucket writes = new(200, 10, time);
    private readonly TokenBucket deletes = new(200, 10, time);

    public Task InvokeAsync(HttpContext context)
    {
        var (kind, bucket) = context.Request.Method switch
        {
            "GET" or "HEAD" => ("reads", reads),
            "DELETE" => ("deletes", deletes),
            _ => ("writes", writes),
        };
        var allowed = bucket.TryTake(out var remaining);
        context.Response.Headers[$"x-ms-ratelimit-remaining-subscription-{kind}"] = remaining.ToString(CultureInfo.InvariantCulture);
        if (allowed || @switch.IsOff)
            return next(context);

        context.Response.Headers.RetryAfter = "1";
        throw new ArmException(429, "TooManyRequests", $"The request is being throttled: too many {kind} in too short a time. Try again after 1 second.");
    }
}

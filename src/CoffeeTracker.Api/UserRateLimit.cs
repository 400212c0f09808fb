using System.Globalization;
using System.Threading.RateLimiting;
using CoffeeTracker.Hosting;

namespace CoffeeTracker.Api;

/// <summary>
/// Requests per second that one anonymous user may make: <c>RateLimit:RequestsPerSecond</c>, with bursts of two seconds' worth.
/// Off when it is not set. Callers without a cookie share a limit per address.
/// </summary>
internal static class UserRateLimit
{
    public static IServiceCollection AddUserRateLimit(this IServiceCollection services, IConfiguration configuration)
    {
        var limit = configuration.GetValue<int?>("RateLimit:RequestsPerSecond");
        if (limit is <= 0)
            throw new InvalidOperationException($"RateLimit:RequestsPerSecond: '{limit}' is not a limit. Give 1 or more, or leave it out for none.");
        return services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
            if (limit is { } perSecond)
                options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, perSecond));
        });
    }

    private static RateLimitPartition<string> Partition(HttpContext context, int perSecond) =>
        RateLimitPartition.GetTokenBucketLimiter(
            context.Request.Cookies[AnonymousUser.CookieName] ?? $"{context.Connection.RemoteIpAddress}",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = perSecond * 2, TokensPerPeriod = perSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
            });
}

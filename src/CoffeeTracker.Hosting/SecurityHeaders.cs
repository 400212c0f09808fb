using Microsoft.AspNetCore.Http;

namespace CoffeeTracker.Hosting;

/// <summary>Tells browsers what they may do with an answer.</summary>
/// <param name="contentSecurityPolicy">The policy of the service: what its pages may load.</param>
public sealed class SecurityHeaders(RequestDelegate next, string contentSecurityPolicy)
{
    public Task InvokeAsync(HttpContext context)
    {
        // At the last moment: an error page begins by clearing all headers.
        context.Response.OnStarting(() =>
        {
            Set(context.Response.Headers, context.Request.IsHttps);
            return Task.CompletedTask;
        });
        return next(context);
    }

    private void Set(IHeaderDictionary headers, bool isHttps)
    {
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        // What is answered belongs to one user.
        headers.CacheControl = "no-store";
        if (isHttps)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
    }
}

namespace CoffeeTracker.Web;

/// <summary>
/// Refuses changes that another site's page asks a visitor's browser for. Browsers say where a request comes from, and pages cannot
/// forge it; so no token is needed, and no key that all replicas would have to share.
/// </summary>
internal sealed class SameOrigin(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || ComesFromHere(context.Request))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This came from another site. Go back, and use the form of the page itself.", context.RequestAborted);
    }

    private static bool ComesFromHere(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";
        // Older browsers, and plain http: the origin has to be the host that was asked. What sends neither is no browser, and has
        // nobody's cookies.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }
}

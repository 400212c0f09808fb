using LocalAzure.State;

namespace LocalAzure.Page;

/// <summary>Lets in who brings the key once in the address, and then knows them by a cookie. Ports share cookies, so its name has the port.</summary>
internal sealed class PageKey(RequestDelegate next, StateFolder folder, LocalAzureOptions options)
{
    private readonly string key = Secret.ReadOrCreate(folder.PageKey);
    private readonly string cookie = $"localazure-{options.PagePort}";

    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Query["key"].ToString() is { Length: > 0 } given && Secret.Matches(key, given))
        {
            context.Response.Cookies.Append(cookie, key, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/" });
            context.Response.Redirect("/");
            return;
        }

        if (Secret.Matches(key, context.Request.Cookies[cookie]))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = 401;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("This page needs its key. Open the address that localazure.json in the state folder gives as \"page\".\n");
    }
}

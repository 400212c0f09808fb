using Microsoft.AspNetCore.Http;

namespace CoffeeTracker.Hosting;

/// <summary>Who is asking: a random number in a cookie, known to nobody else. Both services read the same one.</summary>
public sealed record AnonymousUser(Guid Id)
{
    public const string CookieName = "coffee-user";

    private static readonly TimeSpan CookieAge = TimeSpan.FromDays(400);

    /// <summary>What the cookie header of a request made on the user's behalf says.</summary>
    public string Cookie => $"{CookieName}={Id}";

    /// <summary>Reads the cookie, or gives a new user one. Minimal APIs call it for a parameter of this type.</summary>
    public static ValueTask<AnonymousUser?> BindAsync(HttpContext context)
    {
        if (Guid.TryParseExact(context.Request.Cookies[CookieName], "D", out var id))
            return new(new AnonymousUser(id));
        var user = new AnonymousUser(Guid.NewGuid());
        context.Response.Cookies.Append(CookieName, $"{user.Id}", new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, MaxAge = CookieAge, IsEssential = true,
        });
        return new(user);
    }
}

namespace CoffeeTracker.Web;

internal static class CoffeeApiRegistration
{
    /// <summary>Below what visitors wait for before they press the button again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Offers the API at <c>Api:Address</c>.</summary>
    /// <exception cref="InvalidOperationException">The address is missing, or is none.</exception>
    public static IServiceCollection AddCoffeeApi(this IServiceCollection services, IConfiguration configuration)
    {
        var setting = configuration["Api:Address"];
        if (!Uri.TryCreate(setting, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InvalidOperationException($"Api:Address: '{setting}' is not an address. Give the API's http or https address.");
        services.AddHttpContextAccessor();
        // Visitors' cookies are set on each request: a jar would hand one visitor's to the next.
        services.AddHttpClient<CoffeeApi>(http => (http.BaseAddress, http.Timeout) = (address, Timeout))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
            .RemoveAllLoggers();
        return services;
    }
}

namespace CoffeeTracker.Api;

/// <summary>Other origins whose pages may call the API for their visitors: those of <c>Cors:Origins</c>, none by default.</summary>
internal static class NamedOrigins
{
    public static IServiceCollection AddNamedOrigins(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCors(options => options.AddDefaultPolicy(policy => policy
            .WithOrigins(configuration.GetSection("Cors:Origins").Get<string[]>() ?? [])
            .WithMethods("GET", "POST", "DELETE")
            .WithHeaders("Content-Type", Hosting.CorrelationId.HeaderName)
            .AllowCredentials()));
}

using Microsoft.Extensions.Configuration;

namespace CoffeeTracker.Hosting;

/// <summary>What is running here, as the deployment told it.</summary>
internal sealed record RunningVersion(string Service, string Release, string Commit, string Revision)
{
    public static RunningVersion From(IConfiguration configuration, string application) => new(
        configuration["CONTAINER_APP_NAME"] ?? application,
        configuration["FROSTLINE_RELEASE"] ?? "unknown",
        configuration["FROSTLINE_COMMIT"] ?? "unknown",
        configuration["CONTAINER_APP_REVISION"] ?? "unknown");
}

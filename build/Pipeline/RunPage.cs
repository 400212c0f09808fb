using Cake.Core;

namespace Frostline.Pipeline;

/// <summary>The page of this run on the build server that it runs on.</summary>
internal static class RunPage
{
    /// <returns>Null elsewhere.</returns>
    public static string? Of(ICakeEnvironment environment)
    {
        if (environment.GetEnvironmentVariable("GITHUB_RUN_ID") is { Length: > 0 } run)
            return $"{environment.GetEnvironmentVariable("GITHUB_SERVER_URL")}/{environment.GetEnvironmentVariable("GITHUB_REPOSITORY")}/actions/runs/{run}";
        return environment.GetEnvironmentVariable("BUILD_BUILDID") is { Length: > 0 } build
            ? $"{environment.GetEnvironmentVariable("SYSTEM_COLLECTIONURI")}{environment.GetEnvironmentVariable("SYSTEM_TEAMPROJECT")}/_build/results?buildId={build}"
            : null;
    }
}

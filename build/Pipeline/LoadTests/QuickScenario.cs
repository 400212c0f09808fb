using Frostline.LoadTesting.Scenarios;

namespace Frostline.Pipeline.LoadTests;

/// <summary>A scenario of the command line alone: one request, one stage, and a warm-up of a tenth.</summary>
internal static class QuickScenario
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(20);

    public static Scenario Of(LoadTestOptions options)
    {
        var (method, path) = options.Request!.Value;
        var duration = options.Duration ?? DefaultDuration;
        return new()
        {
            Name = "quick",
            Requests = [new() { Name = $"{method} request", Method = method, Path = path }],
            Profiles = new Dictionary<string, ProfileSettings>
            {
                ["quick"] = new()
                {
                    Stages =
                    [
                        new() { Name = "warm-up", Rate = options.Rate, Users = options.Users, Duration = duration / 10, Measured = false },
                        new() { Rate = options.Rate, Users = options.Users, Duration = duration },
                    ],
                },
            },
        };
    }
}

using Frostline.LoadTesting;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace LoadTesting.Tests.Runs;

/// <summary>Runs of one request and one stage.</summary>
internal static class RunRequests
{
    public static LoadRequest Request(Uri target, ScenarioObjectives objectives, double rate, double seconds) => new()
    {
        Scenario = new()
        {
            Name = "hello", Objectives = objectives, Requests = [new() { Name = "root", Path = "/" }], Profiles = new Dictionary<string, ProfileSettings> { ["short"] = new() },
        },
        Profile = "short",
        Stages = [new Stage("hold", TimeSpan.FromSeconds(seconds), rate, rate, Arrivals.Constant, Measured: true)],
        Target = target,
    };
}

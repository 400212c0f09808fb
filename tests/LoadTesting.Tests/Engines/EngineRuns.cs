using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace LoadTesting.Tests.Engines;

/// <summary>Runs of the engine as its tests need them.</summary>
internal static class EngineRuns
{
    public static async Task<RunRecorder> RunAsync(Uri target, Stage[] stages, Scenario? scenario = null)
    {
        var asked = scenario ?? Scenario();
        var recorder = Recorder(asked, stages);
        await new HttpEngine().RunAsync(Plan(target, stages, asked), recorder, TestContext.Current.CancellationToken);
        return recorder;
    }

    public static LoadPlan Plan(Uri target, Stage[] stages, Scenario scenario) => new() { Scenario = scenario, Stages = stages, Target = target };

    public static RunRecorder Recorder(Scenario scenario, Stage[] stages) => new([.. scenario.AllRequests.Select(request => request.Name)], stages);

    public static Scenario Scenario(params RequestSettings[] requests) => new()
    {
        Requests = requests.Length > 0 ? requests : [new() { Name = "root", Path = "/" }], Profiles = new Dictionary<string, ProfileSettings>(),
    };

    public static Stage[] Rate(double rate, double seconds) => [new("rate", TimeSpan.FromSeconds(seconds), rate, rate, Arrivals.Constant, Measured: true)];

    public static Stage[] Users(int users, double seconds) => [new("users", TimeSpan.FromSeconds(seconds), users, users, null, Measured: true)];

    public static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };

    public static double Milliseconds(long ticks) => TimeSpan.FromTicks(ticks).TotalMilliseconds;
}

using Frostline.LoadTesting;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Testing;

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

    /// <summary>Runs until enough was seen, which ends the run: how long that takes is the machine's affair.</summary>
    /// <param name="plan">One that would take much longer.</param>
    /// <param name="enough">Looked at over and over, for a minute at most.</param>
    public static async Task<RunRecorder> RunUntilAsync(LoadPlan plan, Func<RunRecorder, bool> enough)
    {
        var recorder = Recorder(plan.Scenario, [.. plan.Stages]);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = new HttpEngine().RunAsync(plan, recorder, cancel.Token);
        try
        {
            await Eventually.Is(() => enough(recorder));
        }
        finally
        {
            await cancel.CancelAsync();
            await run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }

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

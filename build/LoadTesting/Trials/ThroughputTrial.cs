using System.Diagnostics;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;

namespace Frostline.LoadTesting.Trials;

/// <summary>How much this generator can send at most, and what that costs: a closed loop without thoughts.</summary>
public static class ThroughputTrial
{
    public static async Task<ThroughputOutcome> RunAsync(Uri target, int users, TimeSpan duration, CancellationToken cancellation)
    {
        var scenario = new Scenario { Requests = [new() { Name = "request", Path = target.PathAndQuery }], Profiles = new Dictionary<string, ProfileSettings>() };
        await MeasureAsync(scenario, target, new Stage("warm-up", duration / 5, users, users, null, Measured: true), cancellation);
        var (start, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var recorder = await MeasureAsync(scenario, target, new Stage("hold", duration, users, users, null, Measured: true), cancellation);
        return new(
            recorder.Ended / Stopwatch.GetElapsedTime(start).TotalSeconds, recorder.Ended, recorder.Failed, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private static async Task<RunRecorder> MeasureAsync(Scenario scenario, Uri target, Stage stage, CancellationToken cancellation)
    {
        var recorder = new RunRecorder(["request"], [stage]);
        await new HttpEngine().RunAsync(new LoadPlan { Scenario = scenario, Stages = [stage], Target = target }, recorder, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return recorder;
    }
}

/// <summary>What a generator sent, and what it used.</summary>
/// <param name="Rate">Requests per second.</param>
/// <param name="Requests">How many.</param>
/// <param name="Failed">How many of them.</param>
/// <param name="CpuSeconds">Of the generator alone.</param>
public sealed record ThroughputOutcome(double Rate, long Requests, long Failed, double CpuSeconds)
{
    public double PerCpuSecond => CpuSeconds <= 0 ? 0 : Requests / CpuSeconds;
}

using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Validity;

namespace Frostline.LoadTesting.Trials;

/// <summary>How well the generator keeps a plan, and whether it needs more memory the longer it runs.</summary>
public static class ScheduleTrial
{
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(10);

    public static async Task<ScheduleOutcome> RunAsync(Uri target, double rate, TimeSpan duration, CancellationToken cancellation)
    {
        var scenario = new Scenario { Requests = [new() { Name = "request", Path = target.PathAndQuery }], Profiles = new Dictionary<string, ProfileSettings>() };
        Stage[] stages = [Hold("warm-up", rate, duration / 10 < LongestWarmUp ? duration / 10 : LongestWarmUp, measured: false), Hold("hold", rate, duration, measured: true)];
        var recorder = new RunRecorder(["request"], stages);
        using var watch = new GeneratorWatch();
        var run = new HttpEngine().RunAsync(new LoadPlan { Scenario = scenario, Stages = stages, Target = target }, recorder, cancellation);
        var memory = new List<double>();
        while (await Task.WhenAny(run, Task.Delay(duration / 20, CancellationToken.None)) != run)
            memory.Add(GC.GetGCMemoryInfo().HeapSizeBytes / 1e6);
        cancellation.ThrowIfCancellationRequested();
        var lag = recorder.Lag.Snapshot();
        // Pools fill and code is compiled at first.
        var settled = memory.Skip(memory.Count / 4).ToList();
        return new(
            rate, recorder.Requests[0].Count / duration.TotalSeconds, Milliseconds(lag.Quantile(0.5)), Milliseconds(lag.Quantile(0.99)), Milliseconds(lag.Largest), recorder.Failed,
            settled.FirstOrDefault(), settled.LastOrDefault(), watch.Read(lag));
    }

    private static Stage Hold(string name, double rate, TimeSpan duration, bool measured) => new(name, duration, rate, rate, Arrivals.Constant, measured);

    private static double Milliseconds(long ticks) => TimeSpan.FromTicks(ticks).TotalMilliseconds;
}

/// <summary>How a plan was kept.</summary>
/// <param name="Planned">Requests per second.</param>
/// <param name="Achieved">Requests per second.</param>
/// <param name="LagP50">Milliseconds.</param>
/// <param name="LagP99">Milliseconds.</param>
/// <param name="LagMax">Milliseconds.</param>
/// <param name="Failed">Requests.</param>
/// <param name="MemoryAtStart">Megabytes of heap after the last collection, once warm.</param>
/// <param name="MemoryAtEnd">Megabytes of heap after the last collection, at the end.</param>
/// <param name="Generator">How the machine was meanwhile.</param>
public sealed record ScheduleOutcome(
    double Planned, double Achieved, double LagP50, double LagP99, double LagMax, long Failed, double MemoryAtStart, double MemoryAtEnd, GeneratorReading Generator);

using System.Diagnostics;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Servers;
using Frostline.LoadTesting.Validity;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting;

/// <summary>One run: the engine sends, this watches, tells, and ends it early when the objectives are out of reach.</summary>
internal sealed class LoadRun(LoadRequest request, ILoadEngine engine, TimeProvider clock, LiveView view)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private readonly RunRecorder recorder = new([.. request.Scenario.AllRequests.Select(kind => kind.Name)], request.Stages);
    private long start;
    private string? endedEarly;

    public async Task<Measured> RunAsync(CancellationToken cancellation)
    {
        var plan = new LoadPlan { Scenario = request.Scenario, Stages = request.Stages, Target = request.Target, Seed = request.Seed };
        if (engine is IPreparedEngine ahead)
            await ahead.PrepareAsync(plan, cancellation);
        var started = clock.GetUtcNow();
        start = Stopwatch.GetTimestamp();
        var timeline = new Timeline(recorder);
        var server = new ServerTimeline(request.Server);
        var (from, length) = MeasuredTime();
        using var gauge = new MachineGauge(TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(length));
        var slices = new Slices(recorder, gauge.Times, from, length, request.Settings.Slices);
        using var watch = new GeneratorWatch();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var engineRun = engine.RunAsync(plan, recorder, end.Token);
        var live = new LiveLines(request, recorder, view);
        while (await Task.WhenAny(engineRun, Task.Delay(Tick, clock, CancellationToken.None)) != engineRun)
        {
            var second = Elapsed;
            timeline.Tick(second, StageAt(second));
            server.Tick(second);
            slices.Tick(second);
            live.Tick(second);
            if (endedEarly is null && Hopeless() is { } hopeless)
            {
                endedEarly = $"{hopeless} after {second:0} s: the rest of the run would not change it";
                await end.CancelAsync();
            }
        }

        await engineRun;
        slices.End();
        timeline.Tick(Elapsed, request.Stages.Count - 1);
        live.End(Elapsed);
        if (cancellation.IsCancellationRequested)
            endedEarly = "it was cancelled";
        if (endedEarly is not null && recorder.InFlight > 0)
            endedEarly += $"; requests that had no answer yet, and are not counted: {recorder.InFlight}";
        var lag = recorder.Lag.Snapshot();
        var generator = watch.Read(lag);
        return new Measured
        {
            Request = request, Start = started, Seconds = Elapsed, MeasuredSeconds = Math.Clamp(Elapsed - from, 0.001, Math.Max(0.001, length)),
            EndedEarly = endedEarly, Recorder = recorder, Timeline = timeline.Points, Slices = slices, Server = server.Points, Generator = (engine as IPreparedEngine)?.Read(lag, generator) ?? generator,
        };
    }

    private double Elapsed => Stopwatch.GetElapsedTime(start).TotalSeconds;

    private ObjectiveResult? Hopeless()
    {
        var (count, errors) = (recorder.Stages.Sum(stage => stage.Count), recorder.Stages.Sum(stage => stage.Errors));
        return Objectives.Hopeless(request.Objectives, Histogram.Merge(recorder.Stages.Select(stage => stage.Response.Snapshot())), count, errors);
    }

    private int StageAt(double second)
    {
        var (index, end) = (0, 0.0);
        foreach (var stage in request.Stages)
        {
            end += stage.Duration.TotalSeconds;
            if (second < end)
                return index;
            index++;
        }

        return request.Stages.Count - 1;
    }

    /// <summary>From the first stage that is measured to the end of the last one.</summary>
    private (double From, double Length) MeasuredTime()
    {
        var warmUp = LoadStages.Length(request.Stages.TakeWhile(stage => !stage.Measured));
        var after = LoadStages.Length(request.Stages.Reverse().TakeWhile(stage => !stage.Measured));
        return (warmUp.TotalSeconds, (LoadStages.Length(request.Stages) - warmUp - after).TotalSeconds);
    }
}

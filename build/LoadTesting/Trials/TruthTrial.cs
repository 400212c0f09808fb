using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Validity;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Trials;

/// <summary>
/// Does the generator tell the truth? A server with known delays stalls for 200 ms in every five seconds; what was measured is held against
/// what follows from that by calculation. The same server measured by a closed loop shows what is left out when a generator waits with it.
/// </summary>
public static class TruthTrial
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shut = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(2);

    /// <summary>Milliseconds, and percent of the requests.</summary>
    private static readonly (int Delay, int Weight)[] Delays = [(5, 80), (20, 15), (40, 5)];

    /// <param name="rate">Requests per second.</param>
    /// <param name="duration">A multiple of five seconds.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<TruthOutcome> RunAsync(double rate, TimeSpan duration, CancellationToken cancellation)
    {
        var open = await MeasureAsync(new Stage("open", duration, rate, rate, Arrivals.Constant, Measured: true), cancellation);
        // As many users as keep the same rate while nothing stalls.
        var users = Math.Ceiling(rate * Delays.Sum(delay => delay.Delay * delay.Weight) / 100 / 1000);
        var closed = await MeasureAsync(new Stage("closed", duration, users, users, null, Measured: true), cancellation);
        return new(
            [.. ((double[])[0.5, 0.9, 0.99, 0.999]).Select(share => new TruthFigure($"p{share * 100:0.#}", Expected(share), Milliseconds(open.Response, share), Milliseconds(closed.Response, share)))],
            Milliseconds(open.Lag, 0.99), open.Response.Count, open.Failed, open.Watch.Reasons);
    }

    /// <summary>The time that this share of all who come evenly does not exceed, to a hundredth of a millisecond.</summary>
    internal static double Expected(double share)
    {
        var (low, high) = (0.0, 1000.0);
        while (high - low > 0.005)
        {
            var middle = (low + high) / 2;
            (low, high) = Below(middle) < share ? (middle, high) : (low, middle);
        }

        return high;
    }

    /// <summary>Who comes while the gate is open waits for the delay alone, the others for an even share of the stall before.</summary>
    private static double Below(double milliseconds)
    {
        var stalled = Shut / Period;
        return Delays.Sum(delay => delay.Weight / 100.0 *
            ((milliseconds >= delay.Delay ? 1 - stalled : 0) + stalled * Math.Clamp((milliseconds - delay.Delay) / Shut.TotalMilliseconds, 0, 1)));
    }

    private static async Task<(Histogram Response, Histogram Lag, long Failed, GeneratorReading Watch)> MeasureAsync(Stage stage, CancellationToken cancellation)
    {
        using var server = new DelayServer(Period, Shut);
        var scenario = new Scenario
        {
            Requests = [.. Delays.Select(delay => new RequestSettings { Name = $"{delay.Delay} ms", Path = $"/{delay.Delay}", Weight = delay.Weight })],
            Profiles = new Dictionary<string, ProfileSettings>(),
        };
        Stage[] stages = [stage with { Name = "warm-up", Duration = stage.Duration / 10 < LongestWarmUp ? stage.Duration / 10 : LongestWarmUp, Measured = false }, stage];
        var recorder = new RunRecorder([.. scenario.Requests.Select(request => request.Name)], stages);
        using var watch = new GeneratorWatch();
        await new HttpEngine().RunAsync(new LoadPlan { Scenario = scenario, Stages = stages, Target = server.Address }, recorder, cancellation);
        cancellation.ThrowIfCancellationRequested();
        var lag = recorder.Lag.Snapshot();
        return (Histogram.Merge(recorder.Requests.Select(request => request.Response.Snapshot())), lag, recorder.Failed, watch.Read(lag));
    }

    private static double Milliseconds(Histogram histogram, double share) => TimeSpan.FromTicks(histogram.Quantile(share)).TotalMilliseconds;
}

/// <summary>What the trial showed.</summary>
/// <param name="Figures">Each percentile.</param>
/// <param name="LagP99">Of the open run, milliseconds.</param>
/// <param name="Requests">How many the open run measured.</param>
/// <param name="Failed">How many of all failed.</param>
/// <param name="InvalidBecause">Why the machine could not be trusted meanwhile; empty when it could.</param>
public sealed record TruthOutcome(IReadOnlyList<TruthFigure> Figures, double LagP99, long Requests, long Failed, IReadOnlyList<string> InvalidBecause)
{
    public bool Holds => Failed == 0 && Figures.All(figure => figure.Holds);
}

/// <summary>One percentile, in milliseconds.</summary>
/// <param name="Percentile">Its name.</param>
/// <param name="Expected">By calculation.</param>
/// <param name="Open">As measured from when requests were due.</param>
/// <param name="Closed">As a closed loop measures the same server.</param>
public sealed record TruthFigure(string Percentile, double Expected, double Open, double Closed)
{
    /// <summary>Within 2 % or 1 ms.</summary>
    public bool Holds => Math.Abs(Open - Expected) <= Math.Max(1, Expected * 0.02);
}

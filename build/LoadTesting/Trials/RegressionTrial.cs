using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Trials;

/// <summary>
/// How often the comparison is right about a real service: one steady load, in slices that take turns between the service as it is, twice, and
/// one of its requests made slower. Whatever else slows the machine down for longer than a turn meets all of them alike. Comparisons draw their slices
/// from all that were measured: each by itself is one as a user makes it, and together they tell how often it errs.
/// </summary>
/// <param name="request">What is loaded, and how.</param>
public sealed class RegressionTrial(RegressionRequest request)
{
    private const int CalibrationSlices = 20;

    /// <summary>Great enough to be measured, small enough to be of the kind that is planted.</summary>
    private const double CalibrationSlowdown = 0.3;

    /// <summary>What is less is noise: a fifth of a request's time is reached at least.</summary>
    private const double LeastShare = 0.2;

    private readonly RunRecorder recorder = new([.. request.Scenario.AllRequests.Select(kind => kind.Name)], [Hold(request)]);
    private readonly Random random = new(1);

    public async Task<RegressionTrialOutcome> RunAsync(CancellationToken cancellation)
    {
        double share;
        List<Histogram[]>[] slices;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = new HttpEngine().RunAsync(new LoadPlan { Scenario = request.Scenario, Stages = [Hold(request)], Target = request.Target }, recorder, over.Token);
        try
        {
            await Task.Delay(request.WarmUp, cancellation);
            share = await ShareAsync(cancellation);
            slices = await MeasureAsync([0, 0, .. request.Slowdowns.Select(wanted => wanted / share)], request.Slices, cancellation);
        }
        finally
        {
            await request.Slow(0, CancellationToken.None);
            await over.CancelAsync();
            await load;
        }

        List<Histogram[]> unchanged = [.. slices[0], .. slices[1]];
        return new(recorder.Ended, recorder.Failed, share, [.. slices.Skip(1).Select((slowed, place) => place == 0
            ? Count(0, Seen(slices[1]) / Seen(slices[0]) - 1, () => Drawn(unchanged, request.SlicesCompared * 2).Chunk(request.SlicesCompared))
            : Count(request.Slowdowns[place - 1], Seen(slowed) / Seen(unchanged) - 1, () => [Drawn(unchanged, request.SlicesCompared), Drawn(slowed, request.SlicesCompared)]))]);
    }

    private static Stage Hold(RegressionRequest request) => new("hold", TimeSpan.FromHours(1), request.Rate, request.Rate, Arrivals.Constant, Measured: true);

    /// <summary>
    /// Whoever slows a request down may reach only a part of its time, the way back for instance not. How much of what is planted is seen is
    /// measured first, so that a slowdown of 10 % is one for those who wait.
    /// </summary>
    private async Task<double> ShareAsync(CancellationToken cancellation)
    {
        var slices = await MeasureAsync([0, CalibrationSlowdown], Math.Min(CalibrationSlices, request.Slices), cancellation);
        return Math.Clamp((Seen(slices[1]) / Seen(slices[0]) - 1) / CalibrationSlowdown, LeastShare, 1);
    }

    /// <returns>The slices of each turn.</returns>
    private async Task<List<Histogram[]>[]> MeasureAsync(IReadOnlyList<double> turns, int count, CancellationToken cancellation)
    {
        List<Histogram[]>[] slices = [.. turns.Select(_ => new List<Histogram[]>())];
        var order = Enumerable.Range(0, turns.Count).ToArray();
        for (var slice = 0; slice < count; slice++)
        {
            random.Shuffle(order);
            foreach (var turn in order)
            {
                await request.Slow(turns[turn], cancellation);
                await Task.Delay(request.Settling, cancellation);
                var before = Snapshot();
                await Task.Delay(request.Slice, cancellation);
                slices[turn].Add([.. Snapshot().Zip(before, (later, earlier) => later.Minus(earlier))]);
            }
        }

        return slices;
    }

    /// <summary>The slowed request's median in these slices.</summary>
    private double Seen(List<Histogram[]> slices)
    {
        var slowed = recorder.Requests.Index().Single(kind => kind.Item.Name == request.Slowed).Index;
        return Histogram.Merge(slices.Select(slice => slice[slowed])).Quantile(0.5);
    }

    private Histogram[] Snapshot() => [.. recorder.Requests.Select(kind => kind.Response.Snapshot())];

    private Histogram[][] Drawn(List<Histogram[]> slices, int count)
    {
        var drawn = slices.ToArray();
        random.Shuffle(drawn);
        return drawn[..count];
    }

    /// <param name="slowdown">What was planted.</param>
    /// <param name="seen">What came of it.</param>
    /// <param name="draw">The slices of two runs.</param>
    private RegressionCount Count(double slowdown, double seen, Func<IEnumerable<Histogram[][]>> draw)
    {
        var results = Enumerable.Range(0, request.Comparisons).Select(_ => draw().Select(Run).ToList())
            .Select(runs => BaselineComparison.Compare("before", runs[0], runs[1], BaselineTolerance.Default))
            .Where(result => result.Change == Change.Regressed).ToList();
        return new(slowdown, seen, request.Comparisons, results.Count, results.Count(result => result.Reasons[0].Contains($"'{request.Slowed}'", StringComparison.Ordinal)));
    }

    /// <summary>Without the machine: turns so short have it in common.</summary>
    private RunSlices Run(Histogram[][] slices) =>
        new([.. recorder.Requests.Select((kind, index) => new RequestSlices(kind.Name, [.. slices.Select(slice => slice[index])]))], Gauge: []);
}

/// <summary>A trial as it is asked for.</summary>
public sealed record RegressionRequest
{
    public required Scenario Scenario { get; init; }

    public required Uri Target { get; init; }

    /// <summary>Requests per second.</summary>
    public required double Rate { get; init; }

    /// <summary>The request that is made slower, as the scenario calls it.</summary>
    public required string Slowed { get; init; }

    /// <summary>Makes it slower by this share of its time, or of some of it, from now on; 0 takes that back.</summary>
    public required Func<double, CancellationToken, Task> Slow { get; init; }

    public required IReadOnlyList<double> Slowdowns { get; init; }

    /// <summary>How many slices are measured of each kind; twice as many of the service as it is.</summary>
    public required int Slices { get; init; }

    /// <summary>How many of them a run has that is compared; at most as many as there are.</summary>
    public required int SlicesCompared { get; init; }

    /// <summary>How many comparisons are drawn of each kind.</summary>
    public required int Comparisons { get; init; }

    /// <summary>How long a slice is.</summary>
    public TimeSpan Slice { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long to wait after each change, until what was under way is over.</summary>
    public TimeSpan Settling { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What a trial showed.</summary>
/// <param name="Requests">All that were answered.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Share">How much of a planted slowdown reached those who waited.</param>
/// <param name="Counts">Of the unchanged service, then by slowdown.</param>
public sealed record RegressionTrialOutcome(long Requests, long Failed, double Share, IReadOnlyList<RegressionCount> Counts);

/// <summary>How often the comparison said what.</summary>
/// <param name="Slowdown">0: nothing had changed.</param>
/// <param name="Seen">How much longer the median was.</param>
/// <param name="Comparisons">How many, of slices drawn from the same.</param>
/// <param name="Regressed">Called so, before a second run was asked.</param>
/// <param name="Named">With the request first that was made slower.</param>
public sealed record RegressionCount(double Slowdown, double Seen, int Comparisons, int Regressed, int Named);

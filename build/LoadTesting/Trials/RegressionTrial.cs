using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Trials;

/// <summary>
/// How often the comparison is right about a real service: one steady load, in pieces that take turns between the service as it is and one of
/// its requests made slower. Every piece of a kind is held against every piece of the unchanged service.
/// </summary>
/// <param name="request">What is loaded, and how.</param>
public sealed class RegressionTrial(RegressionRequest request)
{
    /// <summary>What was under way when something changed is over by then.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(250);

    private readonly RunRecorder recorder = new([.. request.Scenario.AllRequests.Select(kind => kind.Name)], [Hold(request)]);
    private readonly Dictionary<double, List<IReadOnlyList<RequestSlices>>> pieces = [];

    public async Task<RegressionTrialOutcome> RunAsync(CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var load = new HttpEngine().RunAsync(new LoadPlan { Scenario = request.Scenario, Stages = [Hold(request)], Target = request.Target }, recorder, over.Token);
        try
        {
            await Task.Delay(request.WarmUp, cancellation);
            for (var round = 0; round < request.Rounds; round++)
            {
                foreach (var slowdown in request.Slowdowns.Prepend(0))
                    await MeasureAsync(slowdown, cancellation);
            }
        }
        finally
        {
            await request.Slow(0, CancellationToken.None);
            await over.CancelAsync();
            await load;
        }

        return new(recorder.Ended, recorder.Failed, [.. pieces.Keys.Order().Select(Judge)]);
    }

    private static Stage Hold(RegressionRequest request) => new("hold", TimeSpan.FromHours(1), request.Rate, request.Rate, Arrivals.Constant, Measured: true);

    private async Task MeasureAsync(double slowdown, CancellationToken cancellation)
    {
        await request.Slow(slowdown, cancellation);
        await Task.Delay(Settling, cancellation);
        var slices = new List<Histogram[]>();
        for (var before = Snapshot(); slices.Count < request.Slices;)
        {
            await Task.Delay(request.Piece / request.Slices, cancellation);
            var now = Snapshot();
            slices.Add([.. now.Zip(before, (later, earlier) => later.Minus(earlier))]);
            before = now;
        }

        var piece = recorder.Requests.Select((kind, index) => new RequestSlices(kind.Name, [.. slices.Select(slice => slice[index])])).ToList();
        (pieces.TryGetValue(slowdown, out var same) ? same : pieces[slowdown] = []).Add(piece);
    }

    private Histogram[] Snapshot() => [.. recorder.Requests.Select(kind => kind.Response.Snapshot())];

    private RegressionCount Judge(double slowdown)
    {
        var unchanged = pieces[0];
        var pairs = slowdown == 0
            ? unchanged.SelectMany((before, index) => unchanged.Skip(index + 1).Select(now => (before, now)))
            : unchanged.SelectMany(before => pieces[slowdown].Select(now => (before, now)));
        var results = pairs.Select(pair => BaselineComparison.Compare("before", pair.before, pair.now, BaselineTolerance.Default)).ToList();
        var regressed = results.Where(result => result.Change == Change.Regressed).ToList();
        return new(slowdown, results.Count, regressed.Count, regressed.Count(result => result.Reasons[0].Contains($"'{request.Slowed}'", StringComparison.Ordinal)));
    }
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

    /// <summary>Makes it slower by this share of its time from now on; 0 takes that back.</summary>
    public required Func<double, CancellationToken, Task> Slow { get; init; }

    public required IReadOnlyList<double> Slowdowns { get; init; }

    /// <summary>How often each kind has its turn.</summary>
    public required int Rounds { get; init; }

    /// <summary>How long a turn is measured.</summary>
    public required TimeSpan Piece { get; init; }

    /// <summary>Into how many slices it is cut.</summary>
    public int Slices { get; init; } = 12;

    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>What a trial showed.</summary>
/// <param name="Requests">All that were answered.</param>
/// <param name="Failed">Those of them that failed.</param>
/// <param name="Counts">Of the unchanged service, then by slowdown.</param>
public sealed record RegressionTrialOutcome(long Requests, long Failed, IReadOnlyList<RegressionCount> Counts);

/// <summary>How often the comparison said what.</summary>
/// <param name="Slowdown">0: nothing had changed.</param>
/// <param name="Comparisons">How many; the pieces they are made of meet more than once.</param>
/// <param name="Regressed">Called so, before a second run was asked.</param>
/// <param name="Named">With the request first that was made slower.</param>
public sealed record RegressionCount(double Slowdown, int Comparisons, int Regressed, int Named);

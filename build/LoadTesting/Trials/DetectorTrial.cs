using System.Globalization;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Trials;

/// <summary>
/// How often a comparison with a baseline is right, by simulation: five requests with long-tailed times of their own, slices that differ from
/// each other as those of a real machine do, and a second run where a real one would be made. A machine that wanders is now in one mood and now in
/// another, for half a minute or so, and takes four tenths longer in one of them; requests lean on it more or less, its gauge less than they do.
/// </summary>
public static class DetectorTrial
{
    private const int Slices = 20;
    private const int PerSlice = 200;
    private const int Gauged = 300;
    private const string Slowed = "request 2";

    /// <summary>How far slices of the same service lie apart, as a share of their times.</summary>
    private const double SliceNoise = 0.02;

    private const double Mood = 1.4;

    /// <summary>That a slice is the last one of a mood.</summary>
    private const double MoodChange = 0.1;

    private const double GaugeLeans = 0.6;

    /// <param name="comparisons">How many runs are held against their baselines, in each of the cases.</param>
    /// <param name="one">1.1: one request's times are 10 % longer.</param>
    /// <param name="all">1.15: those of all are 15 % longer, by the service's doing or by the machine's.</param>
    /// <param name="cancellation">Ends it.</param>
    public static IReadOnlyList<DetectorOutcome> Run(int comparisons, double one, double all, CancellationToken cancellation) =>
    [
        .. ((SimulatedChange[])
        [
            new("nothing changed", 1, 1, 1), new($"{Slowed} {Percent(one)}", one, 1, 1), new($"the service {Percent(all)}", 1, all, 1), new($"the machine {Percent(all)}", 1, 1, all),
            new($"the machine {Percent(1 / all)}", 1, 1, 1 / all), new($"the machine {Percent(all)}, {Slowed} {Percent(one * all)}", one * all, 1, all),
            new("the machine wanders", 1, 1, 1) { Wanders = true }, new($"the machine wanders, {Slowed} {Percent(all)}", all, 1, 1) { Wanders = true },
        ]).Select(change => Count(change, comparisons, cancellation)),
    ];

    private static DetectorOutcome Count(SimulatedChange change, int comparisons, CancellationToken cancellation)
    {
        var results = new BaselineResult[comparisons];
        Parallel.For(0, comparisons, new ParallelOptions { CancellationToken = cancellation }, number => results[number] = Judge(new(number), change));
        return new(
            change, comparisons, results.Count(result => result.Change == Change.Regressed), results.Count(result => result.Change == Change.Inconclusive),
            results.Count(result => result.Change == Change.Regressed && result.Reasons[0].Contains($"'{Slowed}'", StringComparison.Ordinal)));
    }

    /// <summary>As <see cref="LoadTest"/> does: a regression is believed once a second run shows it too, and what one run cannot tell two may.</summary>
    private static BaselineResult Judge(Random random, SimulatedChange change)
    {
        var baseline = Side(random, SimulatedChange.None with { Wanders = change.Wanders });
        var run = Side(random, change);
        var first = Compare(baseline, run);
        return first.Change switch
        {
            Change.Regressed => Confirmation.Of(first, Compare(baseline, Side(random, change))),
            Change.Inconclusive => Compare(baseline, Side(random, change).After(run)),
            _ => first,
        };
    }

    private static BaselineResult Compare(RunSlices before, RunSlices now) => BaselineComparison.Compare("simulated", before, now, BaselineTolerance.Default);

    private static RunSlices Side(Random random, SimulatedChange change)
    {
        var machine = MachineOf(random, change).ToArray();
        return new(
            [.. Enumerable.Range(0, 5).Select(request => new RequestSlices($"request {request}", [.. machine.Select(slice =>
                Slice(random, (2 + 3 * request) * Leaning(slice, change.Wanders ? 0.75 + request * 0.125 : 1) * change.Of($"request {request}" == Slowed), 0.35, PerSlice))]))],
            [.. machine.Select(slice => Slice(random, Leaning(slice, change.Wanders ? GaugeLeans : 1), 0.35, Gauged))]);
    }

    /// <summary>How many times as long the machine takes, slice by slice.</summary>
    private static IEnumerable<double> MachineOf(Random random, SimulatedChange change)
    {
        var isSlow = random.Next(2) == 0;
        for (var slice = 0; slice < Slices; slice++)
        {
            isSlow ^= random.NextDouble() < MoodChange;
            yield return change.Machine * (change.Wanders && isSlow ? Mood : 1) * Math.Exp(SliceNoise * Normal(random));
        }
    }

    private static double Leaning(double machine, double share) => Math.Pow(machine, share);

    private static Histogram Slice(Random random, double medianMilliseconds, double spread, int count)
    {
        var recorder = new Recorder();
        for (var number = 0; number < count; number++)
            recorder.Record((long)(medianMilliseconds * Math.Exp(spread * Normal(random)) * TimeSpan.TicksPerMillisecond));
        return recorder.Snapshot();
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string Percent(double factor) => ((factor - 1) * 100).ToString("+0;-0", CultureInfo.InvariantCulture) + " %";
}

/// <summary>What happened between a baseline and a run.</summary>
/// <param name="Name">In words.</param>
/// <param name="One">How many times as long one of the requests takes.</param>
/// <param name="All">How many times as long all of them take.</param>
/// <param name="Machine">How many times as long the machine takes for anything.</param>
public sealed record SimulatedChange(string Name, double One, double All, double Machine)
{
    /// <summary>The machine does so within runs, too.</summary>
    public bool Wanders { get; init; }

    internal static SimulatedChange None { get; } = new("", 1, 1, 1);

    internal double Of(bool isOne) => isOne ? One * All : All;
}

/// <summary>What the comparison said, after a second run where one was made.</summary>
/// <param name="Change">What had happened.</param>
/// <param name="Comparisons">How many.</param>
/// <param name="Regressed">Called so.</param>
/// <param name="Inconclusive">Called so.</param>
/// <param name="Named">Called regressed, with the slowed request first.</param>
public sealed record DetectorOutcome(SimulatedChange Change, int Comparisons, int Regressed, int Inconclusive, int Named);

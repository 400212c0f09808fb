using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>Command lines that do one thing, measured against each other: one round unmeasured, then every one once a round, and the medians.</summary>
/// <param name="name">What <c>--name</c> calls it.</param>
/// <param name="question">What it answers.</param>
/// <param name="rounds">Rounds in which every way runs once, so that a busy moment of the machine meets all of them.</param>
/// <param name="ways">The first is ours.</param>
internal sealed class CommandComparison(string name, string question, int rounds, params IReadOnlyList<Way> ways) : Benchmark
{
    public override string Name => name;

    public override string Question => question;

    /// <summary>What ours may take at most; null where only shares count.</summary>
    public TimeSpan? Most { get; init; }

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var times = ways.ToDictionary(way => way, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var way in ways)
            {
                var elapsed = await MeasureAsync(context, way);
                if (round > 0)
                    times[way].Add(elapsed.TotalMilliseconds);
            }

            context.Print($"{name}: round {round} of {rounds}{(round == 0 ? " (unmeasured)" : "")}");
        }

        return new([.. Bounds(times)], [.. Lines(times)], ways.Select(way => new { way.Name, MedianMilliseconds = Median(times[way]), Milliseconds = times[way] })) { Bounds = [.. Bounds(times)] };
    }

    private static async Task<TimeSpan> MeasureAsync(BuildContext context, Way way) =>
        (await context.Processes.RunAsync(new Command(way.Program, way.Arguments) { WorkingDirectory = context.Paths.Root }, context.Cancellation)).Duration;

    private IEnumerable<string> Lines(Dictionary<Way, List<double>> times)
    {
        var ours = Median(times[ways[0]]);
        foreach (var way in ways)
        {
            var (median, lowest, highest) = (Median(times[way]), times[way].Min(), times[way].Max());
            yield return Shown($"  {way.Name,-36} {median,8:0} ms  ({lowest:0} to {highest:0}){(way == ways[0] ? "" : $"  ours takes {ours / median:0.00} of it")}");
        }
    }

    private IEnumerable<Bound> Bounds(Dictionary<Way, List<double>> times)
    {
        var ours = Median(times[ways[0]]);
        if (Most is { } most)
            yield return new($"{ways[0].Name}, in ms", ours, null, most.TotalMilliseconds);
        foreach (var way in ways.Where(way => way.MostShare is not null))
            yield return new($"{ways[0].Name}, as a share of {way.Name}", ours / Median(times[way]), null, way.MostShare);
    }
}

/// <summary>One way of doing it: a command line.</summary>
internal sealed record Way(string Name, string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>How much of this one's time ours may take; null where it is only looked at.</summary>
    public double? MostShare { get; init; }
}

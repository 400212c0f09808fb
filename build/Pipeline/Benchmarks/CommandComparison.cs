using System.Globalization;
using System.Text;
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

    public override async Task<string> RunAsync(BuildContext context)
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

        await WriteAsync(context, ways.Select(way => new { way.Name, MedianMilliseconds = Median(times[way]), Milliseconds = times[way] }));
        return Render(times);
    }

    private static async Task<TimeSpan> MeasureAsync(BuildContext context, Way way) =>
        (await context.Processes.RunAsync(new Command(way.Program, way.Arguments) { WorkingDirectory = context.Paths.Root }, context.Cancellation)).Duration;

    private string Render(Dictionary<Way, List<double>> times)
    {
        var ours = Median(times[ways[0]]);
        var text = new StringBuilder().AppendLine(question).AppendLine(Machine).AppendLine();
        foreach (var way in ways)
        {
            var (median, lowest, highest) = (Median(times[way]), times[way].Min(), times[way].Max());
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {way.Name,-36} {median,8:0} ms  ({lowest:0} to {highest:0}){(way == ways[0] ? "" : $"  ours takes {ours / median:0.00} of it")}");
        }

        return text.ToString();
    }
}

/// <summary>One way of doing it: a command line.</summary>
internal sealed record Way(string Name, string Program, params IReadOnlyList<string> Arguments);

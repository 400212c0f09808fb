using System.Globalization;
using System.Text.RegularExpressions;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.LoadTesting.Trials;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>The generator beside wrk and autocannon, one after the other, against the same nginx; and its plan kept against that.</summary>
internal sealed partial class GeneratorComparison(BuildContext context)
{
    private const int Users = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(10);

    public static async Task<ComparedGenerators> RunAsync(BuildContext context) => await new GeneratorComparison(context).RunAsync();

    private async Task<ComparedGenerators> RunAsync()
    {
        if (await StaticNginx.StartAsync(context) is not { } nginx)
            return new([], null, ["throughput: nginx is not installed. Install it: apt-get install nginx wrk; npm install --global autocannon"]);
        await using (nginx)
        {
            var generators = new List<Generator> { new("frostline", await ThroughputTrial.RunAsync(nginx.Address, Users, Duration, context.Cancellation)) };
            await AddAsync(generators, "wrk", $"wrk --threads 1 --connections {Users} --duration {Duration.TotalSeconds:0}s {nginx.Address}", WrkRequests());
            await AddAsync(generators, "autocannon", $"autocannon --connections {Users} --duration {Duration.TotalSeconds:0} --json {nginx.Address}", AutocannonRequests());
            context.Print($"generators compared; a plan is kept for {Held.TotalMinutes:0} minutes next");
            var schedule = await ScheduleTrial.RunAsync(nginx.Address, 5000, Held, context.Cancellation);
            return new(generators, schedule, [.. Lines(generators), "", .. Lines(schedule)]);
        }
    }

    private async Task AddAsync(List<Generator> generators, string name, string command, Regex requests)
    {
        var run = await context.Processes.RunAsync(new Command("bash", "-c", $"{command} && times") { Deadline = Duration * 3, AllowAnyExitCode = true }, context.Cancellation);
        var (counted, cpu) = (requests.Match(run.StandardOutput), ChildrenTimes().Matches(run.StandardOutput).LastOrDefault());
        if (run.ExitCode != 0 || !counted.Success || cpu is null)
            return;
        var total = long.Parse(counted.Groups[1].Value, CultureInfo.InvariantCulture);
        generators.Add(new(name, new(total / Duration.TotalSeconds, total, 0, Seconds(cpu, 1) + Seconds(cpu, 3))));
    }

    private static double Seconds(Match match, int group) =>
        int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) * 60 + double.Parse(match.Groups[group + 1].Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(List<Generator> generators)
    {
        yield return $"throughput: a closed loop of {Users} against nginx with one worker, {Duration.TotalSeconds:0} s each";
        yield return "               requests/s   CPU s   requests per CPU second";
        foreach (var generator in generators)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"  {generator.Name,-12} {generator.Outcome.Rate,10:0}  {generator.Outcome.CpuSeconds,6:0.0}   {generator.Outcome.PerCpuSecond,10:0}{(generator == generators[0] ? "" : $"   ours sends {generators[0].Outcome.PerCpuSecond / generator.Outcome.PerCpuSecond:0.00} times as many")}");
        foreach (var missing in ((string[])["wrk", "autocannon"]).Except(generators.Select(generator => generator.Name)))
            yield return $"  {missing,-12} is not installed, or failed";
    }

    private static IEnumerable<string> Lines(ScheduleOutcome schedule)
    {
        FormattableString text = $"schedule: {schedule.Planned:0}/s planned, {schedule.Achieved:0}/s sent; lag p50 {schedule.LagP50:0.000}, p99 {schedule.LagP99:0.000}, max {schedule.LagMax:0.0} ms; heap {schedule.MemoryAtStart:0.0} MB warm, {schedule.MemoryAtEnd:0.0} MB at the end";
        yield return text.ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex WrkRequests();

    [GeneratedRegex("\"requests\":{[^}]*\"total\":(\\d+)")]
    private static partial Regex AutocannonRequests();

    [GeneratedRegex(@"(\d+)m([\d.]+)s (\d+)m([\d.]+)s")]
    private static partial Regex ChildrenTimes();
}

/// <summary>A generator and what it did.</summary>
internal sealed record Generator(string Name, ThroughputOutcome Outcome);

/// <summary>All of them, as figures and as lines.</summary>
internal sealed record ComparedGenerators(IReadOnlyList<Generator> Generators, ScheduleOutcome? Schedule, [property: System.Text.Json.Serialization.JsonIgnore] IReadOnlyList<string> Lines)
{
    /// <summary>How many times as much ours sends for a second of a core; null when the other one did not run.</summary>
    public double? RatioTo(string rival) => Generators.SingleOrDefault(generator => generator.Name == rival) is { Outcome.PerCpuSecond: > 0 } other
        ? Generators[0].Outcome.PerCpuSecond / other.Outcome.PerCpuSecond
        : null;
}

using System.Globalization;
using System.Text.RegularExpressions;
using Frostline.Delivery.Processes;
using Frostline.LoadTesting.Trials;

namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>The generator beside wrk and autocannon, one after the other, against the same nginx.</summary>
internal sealed partial class ThroughputPart : BenchmarkPart
{
    private const int Users = 64;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    public override string Name => "throughput";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        await using var nginx = await StaticNginx.StartAsync(context);
        var ours = new Generator("frostline", await ThroughputTrial.RunAsync(nginx.Address, Users, Duration, cancellation));
        var wrk = await RunAsync(context, "wrk", $"wrk --threads 1 --connections {Users} --duration {Duration.TotalSeconds:0}s {nginx.Address}", WrkRequests());
        var autocannon = await RunAsync(context, "autocannon", $"autocannon --connections {Users} --duration {Duration.TotalSeconds:0} --json {nginx.Address}", AutocannonRequests());
        return new(
            [new("requests per CPU second, of wrk's", Ratio(ours, wrk), 0.6, null), new("requests per CPU second, of autocannon's", Ratio(ours, autocannon), 1.5, null)],
            [.. Lines(ours, wrk, autocannon)], new[] { ours, wrk, autocannon });
    }

    /// <summary>How many times as much ours sends for a second of a core; null when the other one did not run.</summary>
    private static double? Ratio(Generator ours, Generator rival) => rival.Outcome is { PerCpuSecond: > 0 } other ? ours.Outcome!.PerCpuSecond / other.PerCpuSecond : null;

    private static async Task<Generator> RunAsync(BuildContext context, string name, string command, Regex requests)
    {
        var run = await context.Processes.RunAsync(new Command("bash", "-c", $"{command} && times") { Deadline = Duration * 3, AllowAnyExitCode = true }, context.Cancellation);
        var (counted, cpu) = (requests.Match(run.StandardOutput), ChildrenTimes().Matches(run.StandardOutput).LastOrDefault());
        if (run.ExitCode != 0 || !counted.Success || cpu is null)
            return new(name, null);
        var total = long.Parse(counted.Groups[1].Value, CultureInfo.InvariantCulture);
        return new(name, new(total / Duration.TotalSeconds, total, 0, Seconds(cpu, 1) + Seconds(cpu, 3)));
    }

    private static double Seconds(Match match, int group) =>
        int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) * 60 + double.Parse(match.Groups[group + 1].Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Lines(Generator ours, params IReadOnlyList<Generator> rivals)
    {
        yield return Benchmark.Shown($"  a closed loop of {Users} against nginx with one worker, {Duration.TotalSeconds:0} s each");
        yield return "               requests/s   CPU s   requests per CPU second";
        yield return Line(ours);
        foreach (var rival in rivals)
            yield return Ratio(ours, rival) is { } ratio ? Line(rival) + Benchmark.Shown($"   ours sends {ratio:0.00} times as many") : $"  {rival.Name,-12} is not installed, or failed";
    }

    private static string Line(Generator generator) =>
        Benchmark.Shown($"  {generator.Name,-12} {generator.Outcome!.Rate,10:0}  {generator.Outcome.CpuSeconds,6:0.0}   {generator.Outcome.PerCpuSecond,10:0}");

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex WrkRequests();

    [GeneratedRegex("\"requests\":{[^}]*\"total\":(\\d+)")]
    private static partial Regex AutocannonRequests();

    [GeneratedRegex(@"(\d+)m([\d.]+)s (\d+)m([\d.]+)s")]
    private static partial Regex ChildrenTimes();
}

/// <summary>A generator and what it did; null when it is not there, or failed.</summary>
internal sealed record Generator(string Name, ThroughputOutcome? Outcome);

using System.Diagnostics;
using Frostline.Bicep;
using Frostline.Bicep.Trials;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>The Bicep parser's speed and patience, and the whole check of this repository.</summary>
internal sealed class BicepTrial : Benchmark
{
    private const int FuzzedInputs = 1_000_000;
    private const int Checks = 7;

    public override string Name => "bicep";

    public override string Question => "How fast is Bicep parsed and checked, and does anything break the parser?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var speed = ParserTrial.MegabytesPerSecond(characters: 500_000, rounds: 9, context.Cancellation);
        context.Print($"parsed {speed:0.0} MB/s; {FuzzedInputs:n0} broken inputs next");
        var fuzz = ParserTrial.Fuzz(seed: 1, FuzzedInputs, context.Cancellation);
        var check = await MeasureCheckAsync(context);
        var memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

        return new(
            [
                new("parsed, in MB/s", speed, 5, null),
                new("broken inputs with an answer", fuzz.Failure is null ? fuzz.Inputs : null, FuzzedInputs, null),
                new("the whole check of this repository, warm, in ms", check, null, 1000),
                new("memory at most, in MB", memory, null, 150),
            ],
            Lines(speed, fuzz, check, memory),
            new { MegabytesPerSecond = speed, fuzz.Inputs, fuzz.Failure, SlowestInputMilliseconds = fuzz.Slowest.TotalMilliseconds, CheckMilliseconds = check, PeakMegabytes = memory });
    }

    private static string[] Lines(double speed, ParserTrialResult fuzz, double check, double memory) =>
    [
        Shown($"  parser            {speed:0.0} MB/s"),
        Shown($"  broken inputs     {fuzz.Inputs:n0} in {fuzz.Elapsed.TotalSeconds:0} s, the slowest {fuzz.Slowest.TotalMilliseconds:0.0} ms: {fuzz.Failure ?? "a tree and diagnostics for each"}"),
        Shown($"  this repository   {check:0} ms, median of {Checks}, warm"),
        Shown($"  memory            {memory:0} MB at most, of the whole run"),
    ];

    private static async Task<double> MeasureCheckAsync(BuildContext context)
    {
        var request = InfrastructureRequest.ForFolder(context.Paths.Root, "infrastructure", DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        var times = new List<double>();
        for (var check = 0; check <= Checks; check++)
        {
            var start = Stopwatch.GetTimestamp();
            await InfrastructureCheck.RunAsync(request, context.Cancellation);
            if (check > 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Median(times);
    }
}

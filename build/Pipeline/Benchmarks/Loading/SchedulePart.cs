using Frostline.LoadTesting.Trials;

namespace Frostline.Pipeline.Benchmarks.Loading;

/// <summary>A plan of requests kept for ten minutes: how late the generator is, and whether it grows.</summary>
internal sealed class SchedulePart : BenchmarkPart
{
    private const double Rate = 5000;

    /// <summary>Megabytes: what collections leave differs by as much from one to the next.</summary>
    private const double MostGrowth = 4;

    private static readonly TimeSpan Held = TimeSpan.FromMinutes(10);

    public override string Name => "schedule";

    public override async Task<BenchmarkReport> MeasureAsync(BuildContext context, CancellationToken cancellation)
    {
        await using var nginx = await StaticNginx.StartAsync(context);
        var kept = await ScheduleTrial.RunAsync(nginx.Address, Rate, Held, cancellation);
        return new(
            [
                new("schedule at 5,000/s: lag p99, in ms", kept.LagP99, null, 1),
                new("schedule: growth of the heap in ten minutes, in MB", kept.MemoryAtEnd - kept.MemoryAtStart, null, MostGrowth),
            ],
            [Benchmark.Shown($"  {kept.Planned:0}/s planned, {kept.Achieved:0}/s sent; lag p50 {kept.LagP50:0.000}, p99 {kept.LagP99:0.000}, max {kept.LagMax:0.0} ms; heap {kept.MemoryAtStart:0.0} MB warm, {kept.MemoryAtEnd:0.0} MB at the end")],
            kept);
    }
}

using System.Diagnostics;
using Frostline.Scanning.Secrets;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>Secrets looked for in trees made of this checkout's own sources, on one core and on all.</summary>
internal sealed class ScanTrial : Benchmark
{
    private const int Rounds = 3;
    private const long Small = 32_000_000;

    private static readonly string[] Sources = ["build", "src", "tests", "infrastructure", "docs"];
    private static readonly string[] Kinds = [".cs", ".json", ".md", ".bicep", ".sh", ".yml", ".csproj", ".txt"];

    public override string Name => "scan";

    public override string Question => "How fast are secrets looked for, and does time grow with the input alone?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var folder = Directory.CreateTempSubdirectory("frostline-scan-");
        try
        {
            var (small, large) = (Tree(context, folder, "small", Small), Tree(context, folder, "large", 4 * Small));
            var before = Environment.WorkingSet;
            var one = await MeasureAsync(small, parallelism: 1, context.Cancellation);
            var all = await MeasureAsync(small, Environment.ProcessorCount, context.Cancellation);
            var fourfold = await MeasureAsync(large, parallelism: 1, context.Cancellation);
            var memory = (Environment.WorkingSet - before) / 1e6;
            return new(
                [
                    new("one core, in MB/s", small.Megabytes / one, 25, null),
                    new("time, as a multiple of what the input grew by", fourfold / one / (large.Megabytes / small.Megabytes), null, 1.5),
                    new("memory, in MB", memory, null, 200),
                ],
                [
                    Shown($"  one core          {small.Megabytes / one:0.0} MB/s of {small.Megabytes:0} MB of source, the best of {Rounds}"),
                    Shown($"  all cores         {small.Megabytes / all:0.0} MB/s"),
                    Shown($"  growth            {fourfold / one:0.00} times the time for {large.Megabytes / small.Megabytes:0.00} times the input"),
                    Shown($"  memory            {memory:0} MB more than before"),
                ],
                new { MegabytesPerSecondPerCore = small.Megabytes / one, MegabytesPerSecond = small.Megabytes / all, Growth = fourfold / one, Size = large.Megabytes / small.Megabytes, MemoryMegabytes = memory });
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync((string Folder, double Megabytes) tree, int parallelism, CancellationToken cancellation)
    {
        var best = double.MaxValue;
        for (var round = 0; round <= Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            await new SecretScanner(tree.Folder, []) { Parallelism = parallelism }.LookAsync(cancellation);
            if (round > 0)
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Copies of the sources until there are so many bytes.</summary>
    private static (string Folder, double Megabytes) Tree(BuildContext context, DirectoryInfo folder, string name, long bytes)
    {
        var files = Sources.SelectMany(source => new DirectoryInfo(context.Paths.Of(source)).EnumerateFiles("*", SearchOption.AllDirectories)).Where(file => Kinds.Contains(file.Extension)).ToArray();
        var target = folder.CreateSubdirectory(name);
        var (copied, copy) = (0L, 0);
        while (copied < bytes)
        {
            foreach (var file in files.TakeWhile(_ => copied < bytes))
            {
                file.CopyTo(Path.Combine(target.FullName, $"{copy++}{file.Extension}"));
                copied += file.Length;
            }
        }

        return (target.FullName, copied / 1e6);
    }
}

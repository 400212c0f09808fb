using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Processes;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>Runs a benchmark: one round unmeasured, then every way once a round, and the medians compared.</summary>
internal sealed class BenchmarkRun(ProcessRunner processes, Paths paths)
{
    public async Task<string> RunAsync(Benchmark benchmark, Action<string> progress, CancellationToken cancellation)
    {
        var times = benchmark.Ways.ToDictionary(way => way, _ => new List<double>());
        for (var round = 0; round <= benchmark.Rounds; round++)
        {
            foreach (var way in benchmark.Ways)
            {
                var elapsed = await MeasureAsync(way, cancellation);
                if (round > 0)
                    times[way].Add(elapsed.TotalMilliseconds);
            }

            progress($"{benchmark.Name}: round {round} of {benchmark.Rounds}{(round == 0 ? " (unmeasured)" : "")}");
        }

        await WriteAsync(benchmark, times, cancellation);
        return Render(benchmark, times);
    }

    private async Task<TimeSpan> MeasureAsync(Way way, CancellationToken cancellation)
    {
        var command = new Command(way.Program, way.Arguments) { WorkingDirectory = paths.Root };
        return (await processes.RunAsync(command, cancellation)).Duration;
    }

    private static string Render(Benchmark benchmark, Dictionary<Way, List<double>> times)
    {
        var ours = Median(times[benchmark.Ways[0]]);
        var text = new StringBuilder().AppendLine(benchmark.Question).AppendLine(Machine).AppendLine();
        foreach (var way in benchmark.Ways)
        {
            var (median, lowest, highest) = (Median(times[way]), times[way].Min(), times[way].Max());
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  {way.Name,-36} {median,8:0} ms  ({lowest:0} to {highest:0}){(way == benchmark.Ways[0] ? "" : $"  ours takes {ours / median:0.00} of it")}");
        }

        return text.ToString();
    }

    private Task WriteAsync(Benchmark benchmark, Dictionary<Way, List<double>> times, CancellationToken cancellation)
    {
        var result = new
        {
            benchmark.Name,
            benchmark.Question,
            Machine,
            Ways = benchmark.Ways.Select(way => new { way.Name, MedianMilliseconds = Median(times[way]), Milliseconds = times[way] }),
        };
        Directory.CreateDirectory(paths.Benchmarks);
        return File.WriteAllBytesAsync(
            Path.Combine(paths.Benchmarks, $"{benchmark.Name}.json"), JsonSerializer.SerializeToUtf8Bytes(result, DeliveryJson.Options), cancellation);
    }

    private static string Machine =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

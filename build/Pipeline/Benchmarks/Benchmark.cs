using System.Runtime.InteropServices;
using System.Text.Json;
using Frostline.Delivery;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>A question about speed, and the way to its answer.</summary>
internal abstract class Benchmark
{
    /// <summary>What <c>--name</c> calls it.</summary>
    public abstract string Name { get; }

    public abstract string Question { get; }

    /// <summary>Measures, writes <c>artifacts/benchmarks/&lt;name&gt;.json</c>, and answers with what a person reads.</summary>
    public abstract Task<string> RunAsync(BuildContext context);

    /// <summary>What it was measured on: a figure without it says nothing.</summary>
    protected static string Machine =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    protected static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    protected Task WriteAsync(BuildContext context, object figures)
    {
        Directory.CreateDirectory(context.Paths.Benchmarks);
        var result = JsonSerializer.SerializeToUtf8Bytes(new { Name, Question, Machine, Figures = figures }, DeliveryJson.Options);
        return AtomicFile.WriteAsync(Path.Combine(context.Paths.Benchmarks, $"{Name}.json"), result, context.Cancellation);
    }
}

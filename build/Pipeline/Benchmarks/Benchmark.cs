using System.Globalization;
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

    /// <summary>Measures, writes <c>artifacts/benchmarks/&lt;name&gt;.json</c>, and prints what a person reads.</summary>
    /// <exception cref="DeliveryException">A bound does not hold, or was not measured.</exception>
    public async Task RunAsync(BuildContext context)
    {
        var report = await MeasureAsync(context);
        await WriteAsync(context, report);
        foreach (var line in (string[])[Question, Machine, "", .. report.Lines, .. BoundLines(report.Bounds)])
            context.Print(line);
        var missed = report.Bounds.Where(bound => bound.Holds is not true).Select(bound => bound.Figure).ToList();
        if (missed.Count > 0)
            throw new DeliveryException($"{Name}: {missed.Count} of {report.Bounds.Count} bounds do not hold: {string.Join("; ", missed)}. A busy machine misses some of them: measure on a quiet one.");
    }

    protected abstract Task<BenchmarkReport> MeasureAsync(BuildContext context);

    /// <summary>What it was measured on: a figure without it says nothing.</summary>
    private static string Machine =>
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}, {RuntimeInformation.FrameworkDescription}";

    internal static string Shown(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    protected static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static IEnumerable<string> BoundLines(IReadOnlyList<Bound> bounds) => bounds.Count == 0 ? [] : ["", "bounds", .. bounds.Select(bound => bound.ToString())];

    private Task WriteAsync(BuildContext context, BenchmarkReport report)
    {
        Directory.CreateDirectory(context.Paths.Benchmarks);
        var result = JsonSerializer.SerializeToUtf8Bytes(new { Name, Question, Machine, report.Bounds, report.Figures }, DeliveryJson.Options);
        return AtomicFile.WriteAsync(Path.Combine(context.Paths.Benchmarks, $"{Name}.json"), result, context.Cancellation);
    }
}

using System.Text;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.LoadTesting.Baselines;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Knees;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting;

/// <summary>A load test from request to result: the door of this library.</summary>
/// <param name="clock">Tells when a run was.</param>
/// <param name="print">Takes lines for whoever waits.</param>
/// <param name="runs">The folder that gets one for each run.</param>
/// <param name="engine">What sends; null for a generator in this process.</param>
public sealed class LoadTest(TimeProvider clock, Action<string> print, string runs, ILoadEngine? engine = null)
{
    private readonly ILoadEngine engine = engine ?? new HttpEngine();

    /// <summary>
    /// Loads the target as asked, judges, and writes <c>result.json</c>, <c>histograms.json</c> and the reports into a folder named after
    /// the run. A regression is measured a second time before it is believed.
    /// </summary>
    /// <param name="request">What to load, and how.</param>
    /// <param name="baseline">What to compare with, or null.</param>
    /// <param name="cancellation">Ends the run early; what was measured until then is reported, and judged inconclusive.</param>
    /// <exception cref="DeliveryException">Nobody answers at the target, or the report cannot be written.</exception>
    public async Task<LoadOutcome> RunAsync(LoadRequest request, Baseline? baseline, CancellationToken cancellation)
    {
        await FirstContact.TryAsync(request, cancellation);
        var (measured, result) = request.Settings.Search is { } search
            ? await new KneeSearch(MeasureAsync, print, engine.Name).RunAsync(request, search, cancellation)
            : await OnceAsync(request, baseline, [], cancellation);
        if (result is { Valid: true, EndedEarly: null, Baseline.Change: Change.Regressed or Change.Inconclusive })
            (measured, result) = await AgainAsync(request, baseline!, measured, result.Baseline, cancellation);

        await WriteAsync(measured, result, baseline?.Response);
        return new(result, measured);
    }

    /// <summary>What was called slower has to be so twice; what could not be told is judged by both runs together.</summary>
    private async Task<(Measured Measured, LoadResult Result)> AgainAsync(
        LoadRequest request, Baseline baseline, Measured measured, BaselineResult first, CancellationToken cancellation)
    {
        if (first.Change == Change.Inconclusive)
        {
            print($"cannot be told from baseline '{baseline.Name}' yet: measuring again, to judge by both runs");
            return await OnceAsync(request, baseline, Baseline.SlicesOf(measured), cancellation);
        }

        print($"slower than baseline '{baseline.Name}': measuring again to be sure");
        var (second, result) = await OnceAsync(request, baseline, [], cancellation);
        return (second, Confirmed(result, first));
    }

    /// <param name="request">What to load, and how.</param>
    /// <param name="baseline">What to compare with, or null.</param>
    /// <param name="earlier">What was measured before, and is judged with it.</param>
    /// <param name="cancellation">Ends the run early.</param>
    private async Task<(Measured Measured, LoadResult Result)> OnceAsync(
        LoadRequest request, Baseline? baseline, IReadOnlyList<RequestSlices> earlier, CancellationToken cancellation)
    {
        var measured = await MeasureAsync(request, cancellation);
        var result = ResultOf.Run(measured, engine.Name);
        if (baseline is not null && measured.EndedEarly is null)
        {
            var slices = Baseline.SlicesOf(measured).Select(now => now with { Slices = [.. earlier.Where(before => before.Request == now.Request).SelectMany(before => before.Slices), .. now.Slices] });
            result = ResultOf.Judged(result with { Baseline = BaselineComparison.Compare(baseline.Name, baseline.Requests, [.. slices], BaselineTolerance.Default) });
        }

        return (measured, result);
    }

    private Task<Measured> MeasureAsync(LoadRequest request, CancellationToken cancellation) => new LoadRun(request, engine, clock, print).RunAsync(cancellation);

    /// <summary>Only what both runs show is a regression: the same percentile of the same request.</summary>
    private static LoadResult Confirmed(LoadResult second, BaselineResult first)
    {
        if (second.Baseline is not { Change: Change.Regressed } again)
            return second;
        var before = first.Comparisons.Where(comparison => comparison.Change == Change.Regressed).Select(comparison => (comparison.Request, comparison.Percentile)).ToHashSet();
        return again.Comparisons.Any(comparison => comparison.Change == Change.Regressed && before.Contains((comparison.Request, comparison.Percentile)))
            ? second
            : ResultOf.Judged(second with { Baseline = again with { Change = Change.Inconclusive, Reasons = [$"two runs disagree on what is slower than baseline '{again.Name}'", .. again.Reasons] } });
    }

    private async Task WriteAsync(Measured measured, LoadResult result, Histogram? baseline)
    {
        var folder = Path.Combine(runs, result.Run);
        try
        {
            await WriteAsync(folder, "result.json", JsonSerializer.Serialize(result, DeliveryJson.Options));
            await WriteAsync(folder, "histograms.json", JsonSerializer.Serialize(HistogramFile.Of(measured), DeliveryJson.Options));
            await WriteAsync(folder, "report.html", HtmlReport.Of(result, measured, baseline));
            await WriteAsync(folder, "report.md", MarkdownSummary.Of(result));
            await WriteAsync(folder, "junit.xml", JUnitReport.Of(result));
        }
        catch (IOException error)
        {
            // The verdict is what was waited for: it must not be lost with the files.
            throw new DeliveryException($"{folder}: the report cannot be written ({error.Message.TrimEnd('.')}). Make room, or give the folder back. The verdict was: {result.Verdict.ToString().ToLowerInvariant()}, {string.Join("; ", result.Reasons)}.", error);
        }
    }

    // Not cancelled with the run: the report of a run that was cut short is why one waits for its end.
    private static Task WriteAsync(string folder, string name, string text) => AtomicFile.WriteAsync(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), CancellationToken.None);
}

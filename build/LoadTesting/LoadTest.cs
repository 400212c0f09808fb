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
/// <param name="view">For whoever waits.</param>
/// <param name="runs">The folder that gets one for each run.</param>
/// <param name="engine">What sends; null for a generator in this process.</param>
public sealed class LoadTest(TimeProvider clock, LiveView view, string runs, ILoadEngine? engine = null)
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
            ? await new KneeSearch(MeasureAsync, view.Print, engine.Name).RunAsync(request, search, cancellation)
            : await OnceAsync(request, baseline, earlier: null, cancellation);
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
            view.Print($"cannot be told from baseline '{baseline.Name}' yet: measuring again, to judge by both runs");
            return await OnceAsync(request, baseline, measured.Run, cancellation);
        }

        view.Print($"slower than baseline '{baseline.Name}': measuring again to be sure");
        var (second, result) = await OnceAsync(request, baseline, earlier: null, cancellation);
        return (second, result.Baseline is { } again ? ResultOf.Judged(result with { Baseline = Confirmation.Of(first, again) }) : result);
    }

    /// <param name="request">What to load, and how.</param>
    /// <param name="baseline">What to compare with, or null.</param>
    /// <param name="earlier">What was measured before, and is judged with it.</param>
    /// <param name="cancellation">Ends the run early.</param>
    private async Task<(Measured Measured, LoadResult Result)> OnceAsync(
        LoadRequest request, Baseline? baseline, RunSlices? earlier, CancellationToken cancellation)
    {
        var measured = await MeasureAsync(request, cancellation);
        var result = ResultOf.Run(measured, engine.Name);
        if (baseline is not null && measured.EndedEarly is null)
        {
            var slices = earlier is null ? measured.Run : measured.Run.After(earlier);
            result = ResultOf.Judged(result with { Baseline = BaselineComparison.Compare(baseline.Name, baseline.Run, slices, BaselineTolerance.Default) });
        }

        return (measured, result);
    }

    private Task<Measured> MeasureAsync(LoadRequest request, CancellationToken cancellation) => new LoadRun(request, engine, clock, view).RunAsync(cancellation);

    private async Task WriteAsync(Measured measured, LoadResult result, Histogram? baseline)
    {
        var folder = Path.Combine(runs, result.Run);
        var written = new List<string>();
        try
        {
            await WriteAsync("result.json", JsonSerializer.Serialize(result, DeliveryJson.Options));
            await WriteAsync("histograms.json", JsonSerializer.Serialize(HistogramFile.Of(measured), DeliveryJson.Options));
            await WriteAsync("report.html", HtmlReport.Of(result, measured, baseline));
            await WriteAsync("report.md", MarkdownSummary.Of(result));
            await WriteAsync("junit.xml", JUnitReport.Of(result));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The verdict is what was waited for: it must not be lost with the files.
            throw new DeliveryException(
                $"{folder}: the report cannot be written ({error.Message.TrimEnd('.')}); {(written.Count == 0 ? "nothing of it is" : $"only {string.Join(", ", written)} of it is")} there. Make room, or give the folder back. The verdict was: {result.Verdict.ToString().ToLowerInvariant()}, {string.Join("; ", result.Reasons)}.", error);
        }

        // Not cancelled with the run: the report of a run that was cut short is why one waits for its end.
        async Task WriteAsync(string name, string text)
        {
            await AtomicFile.WriteAsync(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), CancellationToken.None);
            written.Add(name);
        }
    }
}

using System.Globalization;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;

namespace Frostline.LoadTesting.Knees;

/// <summary>Where the service's objectives break: the rate is doubled until they do, and then halved in between.</summary>
internal sealed class KneeSearch(Func<LoadRequest, CancellationToken, Task<Measured>> run, Action<string> print, string engine)
{
    private readonly List<KneeTrial> trials = [];
    private Measured? best;
    private Measured? last;
    private string? saturated;

    /// <returns>The run at the highest rate that held, and what was found; the last run when none held.</returns>
    public async Task<(Measured Measured, LoadResult Result)> RunAsync(LoadRequest request, SearchSettings search, CancellationToken cancellation)
    {
        var (low, high) = (0.0, double.PositiveInfinity);
        for (double rate = search.From; double.IsInfinity(high) && low < search.To; rate = Math.Min(rate * 2, search.To))
        {
            if (await HoldsAsync(request, search, rate, cancellation) is not { } holds)
                return CutShort(low);
            (low, high) = holds ? (rate, high) : (low, rate);
        }

        while (low > 0 && !double.IsInfinity(high) && (high - low) / high * 100 > search.Precision)
        {
            var middle = (low + high) / 2;
            if (await HoldsAsync(request, search, middle, cancellation) is not { } holds)
                return CutShort(low);
            (low, high) = holds ? (middle, high) : (low, middle);
        }

        return Found(low, double.IsInfinity(high) ? null : high);
    }

    /// <summary>A rate at which the generator was late is tried once more: a moment's work of others must not be taken for the knee.</summary>
    /// <returns>Null when it was cancelled meanwhile.</returns>
    private async Task<bool?> HoldsAsync(LoadRequest request, SearchSettings search, double rate, CancellationToken cancellation)
    {
        var verdict = await TryAsync(request, search, rate, cancellation);
        if (verdict == LoadVerdict.Inconclusive)
            verdict = await TryAsync(request, search, rate, cancellation);
        return verdict is null ? null : verdict == LoadVerdict.Pass;
    }

    private async Task<LoadVerdict?> TryAsync(LoadRequest request, SearchSettings search, double rate, CancellationToken cancellation)
    {
        print(string.Create(CultureInfo.InvariantCulture, $"trying {rate:0}/s"));
        last = await run(request with { Stages = Stages(search, rate) }, cancellation);
        if (cancellation.IsCancellationRequested)
            return null;
        var result = ResultOf.Run(last, engine);
        var broken = result.Valid ? result.Objectives.FirstOrDefault(objective => objective.Verdict == LoadVerdict.Fail)?.ToString() : string.Join("; ", result.InvalidBecause);
        var verdict = !result.Valid ? LoadVerdict.Inconclusive : broken is null && result.EndedEarly is null ? LoadVerdict.Pass : LoadVerdict.Fail;
        trials.Add(new(rate, result.Total.Rate, result.Total.Response.P95, result.Total.Count == 0 ? 0 : 100.0 * result.Total.Failed / result.Total.Count, verdict, broken ?? result.EndedEarly));
        print($"  {verdict.ToString().ToLowerInvariant()}{(broken is null ? "" : $": {broken}")}");
        if (verdict == LoadVerdict.Pass)
            best = last;
        else
            saturated = Saturated(result);
        return verdict;
    }

    private static string? Saturated(LoadResult result)
    {
        if (!result.Valid)
            return "the generator: the service may bear more";
        if (result.Server is { ConnectionsWaiting: > 0, Saturated: { } waited })
            return waited;
        return result.Generator.MachinePercent is >= 95 and var percent
            ? string.Create(CultureInfo.InvariantCulture, $"the cores of this machine ({percent:0} % busy, the generator {result.Generator.CpuPercent:0} % of them)")
            : result.Server?.Saturated;
    }

    /// <summary>What is reported is the run that was cut short: it says so of itself.</summary>
    private (Measured, LoadResult) CutShort(double low)
    {
        var result = ResultOf.Run(last!, engine);
        var words = low > 0 ? string.Create(CultureInfo.InvariantCulture, $"the search was cut short: the service bears {low:0}/s at least") : "the search was cut short before anything was found";
        return (last!, result with { Knee = new(low, null, null, null, trials), Reasons = [words, .. result.Reasons] });
    }

    private (Measured, LoadResult) Found(double low, double? high)
    {
        var above = trials.LastOrDefault(trial => trial.Verdict != LoadVerdict.Pass);
        var knee = new KneeResult(low, high, above?.Why, high is null ? null : saturated, trials);
        var measured = best ?? last!;
        var result = ResultOf.Run(measured, engine);
        var isLate = above?.Verdict == LoadVerdict.Inconclusive;
        var words = (low, high) switch
        {
            (0, _) when isLate => $"the generator was late at the first rate already: {knee.Broken}",
            (0, _) => $"not even {trials[0].Rate:0}/s holds: {knee.Broken}",
            (_, null) => $"the service bears {low:0}/s, the highest rate of the search",
            _ when isLate => $"the service bears {low:0}/s at least: what was late at {high:0}/s was the generator, twice ({knee.Broken})",
            _ => $"the service bears from {low:0} to {high:0}/s; above, {knee.Broken}{(knee.Saturated is { } used ? $"; used up: {used}" : "")}",
        };
        return (measured, result with { Knee = knee, Verdict = isLate ? LoadVerdict.Inconclusive : result.Verdict, Reasons = [words, .. result.Reasons] });
    }

    private static IReadOnlyList<Stage> Stages(SearchSettings search, double rate) =>
    [
        new("warm-up", search.Hold / 4, rate / 2, rate, Arrivals.Poisson, Measured: false),
        new(string.Create(CultureInfo.InvariantCulture, $"{rate:0}/s"), search.Hold, rate, rate, Arrivals.Poisson, Measured: true),
    ];
}

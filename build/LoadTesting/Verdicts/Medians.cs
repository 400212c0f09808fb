using Frostline.Measurement;
using Frostline.Measurement.Comparisons;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>The medians of all requests in the slices in which each of them was answered, as natural logarithms.</summary>
/// <param name="Slices">Which slices these are.</param>
/// <param name="Together">How many slices of the run each is.</param>
/// <param name="Requests">Each request's medians.</param>
/// <param name="Noise">The variance that one of them is known with.</param>
internal sealed record Medians(int[] Slices, int Together, double[][] Requests, double Noise)
{
    public static Medians Of(IReadOnlyList<RequestSlices> run)
    {
        var (requests, together) = Chunked.Alike(run);
        var slices = Enumerable.Range(0, requests.Select(request => request.Count).DefaultIfEmpty().Min())
            .Where(slice => requests.All(request => request[slice].Count > 0)).ToArray();
        return new(
            slices, together, [.. requests.Select(request => slices.Select(slice => LogQuantile.Of(request[slice], 0.5)).ToArray())],
            slices.SelectMany(slice => requests.Select(request => LogQuantile.Noise(request[slice], 0.5))).DefaultIfEmpty().Average());
    }

    /// <summary>Without each request's own level over both runs: requests of 1 and of 100 ms can stand beside each other then.</summary>
    public static (Medians Before, Medians Now) Levelled(Medians before, Medians now)
    {
        var levels = before.Requests.Zip(now.Requests, (earlier, later) => earlier.Concat(later).DefaultIfEmpty().Average()).ToArray();
        return (before.Below(levels), now.Below(levels));
    }

    /// <summary>One request, and the middle one of all the others.</summary>
    public CovariateSeries BesideOthers(int request)
    {
        var others = Requests.Where((_, other) => other != request).ToArray();
        return new(Requests[request], Across(others, values => Quantiles.Of(values, 0.5)), Noise / others.Length);
    }

    /// <summary>What all requests have in common.</summary>
    public double[] InCommon => Across(Requests, values => values.Average());

    /// <summary>The variance that one of these is known with, which more slices do average out.</summary>
    public double NoiseInCommon => Noise / Math.Max(1, Requests.Length);

    private Medians Below(double[] levels) => this with { Requests = [.. Requests.Zip(levels, (values, level) => values.Select(value => value - level).ToArray())] };

    private double[] Across(double[][] requests, Func<IEnumerable<double>, double> of) =>
        [.. Slices.Select((_, place) => of(requests.Select(request => request[place])))];
}

using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>Slices of which neighbours were taken together until they hold enough.</summary>
/// <param name="Slices">What came of it; a rest that is not whole is left out.</param>
/// <param name="Together">How many neighbours each was.</param>
internal sealed record Chunked(IReadOnlyList<Histogram> Slices, int Together)
{
    /// <summary>A slice with fewer has no p95 worth the name.</summary>
    public const double FewestPerSlice = 20;

    public static Chunked Of(RequestSlices request) => Of(request.Slices, TogetherFor(request));

    public static Chunked Of(IReadOnlyList<Histogram> slices, int together) =>
        new([.. slices.Chunk(together).Where(chunk => chunk.Length == together).Select(chunk => Histogram.Merge(chunk))], together);

    /// <summary>All requests in the same pieces of time, as long as the rarest needs them.</summary>
    public static (IReadOnlyList<IReadOnlyList<Histogram>> Requests, int Together) Alike(IReadOnlyList<RequestSlices> requests)
    {
        var together = requests.Select(TogetherFor).DefaultIfEmpty(1).Max();
        return ([.. requests.Select(request => Of(request.Slices, together).Slices)], together);
    }

    private static int TogetherFor(RequestSlices request) =>
        Math.Max(1, (int)Math.Ceiling(FewestPerSlice * request.Slices.Count / Math.Max(1, request.Slices.Sum(slice => slice.Count))));
}

using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>The response times of one request, slice by slice.</summary>
internal sealed record RequestSlices(string Request, IReadOnlyList<Histogram> Slices);

/// <summary>A run, cut into slices: the units that runs are compared by.</summary>
/// <param name="Requests">Each request's response times.</param>
/// <param name="Gauge">What the machine took for the same work in the same slices; empty when nobody looked.</param>
internal sealed record RunSlices(IReadOnlyList<RequestSlices> Requests, IReadOnlyList<Histogram> Gauge)
{
    /// <summary>Percent of all cores that neither the generator nor the service used, but others did; null where that is not told.</summary>
    public double? Elsewhere { get; init; }

    /// <summary>These requests alone, in this order.</summary>
    public RunSlices Only(IEnumerable<string> requests) => this with { Requests = [.. requests.Select(name => Requests.Single(request => request.Request == name))] };

    /// <summary>Both runs as one: the slices of the earlier one come first.</summary>
    public RunSlices After(RunSlices earlier) => new(
        [.. Requests.Select(now => now with { Slices = [.. earlier.Requests.Where(before => before.Request == now.Request).SelectMany(before => before.Slices), .. now.Slices] })],
        [.. earlier.Gauge, .. Gauge])
    {
        Elsewhere = Elsewhere > earlier.Elsewhere ? Elsewhere : earlier.Elsewhere,
    };
}

using Frostline.LoadTesting.Measuring;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Reports;

/// <summary>Everything that was counted, as text that merges with that of other runs: the content of <c>histograms.json</c>.</summary>
/// <param name="Unit">Nanoseconds of one unit of the values.</param>
/// <param name="Lag">From due to sent.</param>
/// <param name="Requests">By request.</param>
internal sealed record HistogramFile(int Unit, string Lag, IReadOnlyDictionary<string, RequestHistograms> Requests)
{
    public static HistogramFile Of(Measured measured) => new(
        (int)TimeSpan.NanosecondsPerTick, HistogramText.Write(measured.Recorder.Lag.Snapshot()),
        measured.Recorder.Requests.Index().ToDictionary(request => request.Item.Name, request => new RequestHistograms(
            HistogramText.Write(request.Item.Response.Snapshot()), HistogramText.Write(request.Item.Service.Snapshot()),
            [.. measured.Slices.Of(request.Index).Select(HistogramText.Write)])));
}

/// <summary>Those of one request.</summary>
internal sealed record RequestHistograms(string Response, string Service, IReadOnlyList<string> Slices);

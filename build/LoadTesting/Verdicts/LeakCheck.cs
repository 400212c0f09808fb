using System.Globalization;
using Frostline.LoadTesting.Servers;
using Frostline.Measurement.Trends;

namespace Frostline.LoadTesting.Verdicts;

/// <summary>Whether what a service uses grows over a steady load, beyond what accident explains.</summary>
internal static class LeakCheck
{
    /// <summary>The time is cut into so many parts, and the least of each is looked at: what collections had just left.</summary>
    private const int Parts = 24;

    /// <summary>A growth of less than this share of the level in an hour is no leak worth the name.</summary>
    private const double ShareOfLevel = 0.05;

    private const double Significance = 0.01;

    /// <param name="points">Seconds and readings.</param>
    /// <param name="from">Second at which the measured time starts.</param>
    public static IReadOnlyList<LeakResult> Judge(IReadOnlyList<(double Second, ServerReading Reading)> points, double from)
    {
        var measured = points.Where(point => point.Second >= from).ToList();
        return
        [
            Judge("memory", "MB", 8, Lows(measured, reading => reading.MemoryMegabytes)),
            .. measured.Count > 0 && measured.TrueForAll(point => point.Reading.Service is not null)
                ? [Judge("memory after collections", "MB", 4, Lows(measured, reading => reading.Service!.HeapMegabytes))] : Array.Empty<LeakResult>(),
            Judge("handles", "handles", 8, Lows(measured, reading => reading.Handles)),
            Judge("threads", "threads", 4, Lows(measured, reading => reading.Threads)),
            Judge("connections", "connections", 4, Lows(measured, reading => reading.Connections)),
        ];
    }

    private static LeakResult Judge(string series, string unit, double floor, List<(double Second, double Value)> lows)
    {
        if (Trend.Of(lows) is not { } trend)
            return new(series, unit, null, null, null, LoadVerdict.Inconclusive, $"{series}: too few readings of the service to see a trend");
        var (level, hourly) = (lows.Average(point => point.Value), new Trend(trend.Slope * 3600, trend.Lower * 3600, trend.Upper * 3600, trend.Significance));
        // A slope of two minutes says little of an hour: what grew in the time that was watched must be worth a word too.
        var grown = trend.Slope * (lows[^1].Second - lows[0].Second);
        var leaks = hourly.Lower > level * ShareOfLevel && trend.Significance < Significance && grown > floor;
        return new(series, unit, Math.Round(hourly.Slope, 2), Math.Round(hourly.Lower, 2), Math.Round(hourly.Upper, 2), leaks ? LoadVerdict.Fail : LoadVerdict.Pass, string.Create(
            CultureInfo.InvariantCulture,
            $"{series} {(leaks ? "grows" : "does not grow beyond doubt")}: {hourly.Slope:+0.0;-0.0;0} {unit} an hour (from {hourly.Lower:+0.0;-0.0;0} to {hourly.Upper:+0.0;-0.0;0}) at a level of {level:0}"));
    }

    private static List<(double Second, double Value)> Lows(List<(double Second, ServerReading Reading)> points, Func<ServerReading, double> value) =>
    [
        .. points.Chunk(Math.Max(1, points.Count / Parts)).Select(part => part.MinBy(point => value(point.Reading))).Select(point => (point.Second, value(point.Reading))),
    ];
}

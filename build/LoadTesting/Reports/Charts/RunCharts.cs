using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Servers;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Reports.Charts;

/// <summary>The drawings of a run: all over the same time, but for the curve of percentiles.</summary>
internal sealed class RunCharts(LoadResult result, IReadOnlyList<TimelinePoint> timeline)
{
    private const int HeatRows = 32;

    /// <summary>There are no halves of what is counted.</summary>
    private const double FewestCounted = 4;

    private readonly double end = timeline.Count == 0 ? 1 : timeline[^1].To;

    public string Latency()
    {
        var most = Scale.Above(timeline.Select(point => Milliseconds(point.Response, 0.99)).DefaultIfEmpty().Max());
        var drawing = Over("Response times over time", (0, most));
        foreach (var (style, share) in ((string, double)[])[("p99", 0.99), ("p95", 0.95), ("p50", 0.5)])
            drawing.Line(style, timeline.Where(point => point.Response.Count > 0).Select(point => (Middle(point), Milliseconds(point.Response, share))));
        return drawing.ToString();
    }

    public string Rate()
    {
        var most = Scale.Above(timeline.Select(point => point.Rate).DefaultIfEmpty().Max());
        return Over("Requests and errors over time", (0, most))
            .Line("rate", timeline.Select(point => (Middle(point), point.Rate)))
            .Line("errors", timeline.Select(point => (Middle(point), point.Errors / (point.To - point.From)))).ToString();
    }

    public string InFlight()
    {
        var most = Scale.Above(Math.Max(FewestCounted, timeline.Select(point => (double)point.InFlight).DefaultIfEmpty().Max()));
        return Over("Requests waiting for their answers", (0, most)).Line("rate", timeline.Select(point => (Middle(point), (double)point.InFlight))).ToString();
    }

    public string Cores(IReadOnlyList<(double Second, ServerReading Reading)> server)
    {
        var used = server.Zip(server.Skip(1), (before, now) => (now.Second, (now.Reading.CpuSeconds - before.Reading.CpuSeconds) / (now.Second - before.Second))).ToList();
        return Over("Cores that the service used", (0, Scale.Above(used.Max(point => point.Item2)))).Line("p95", used).ToString();
    }

    public string Memory(IReadOnlyList<(double Second, ServerReading Reading)> server)
    {
        var drawing = Over("Memory that the service used", (0, Scale.Above(server.Max(point => point.Reading.MemoryMegabytes))))
            .Line("p99", server.Select(point => (point.Second, point.Reading.MemoryMegabytes)));
        var told = Told(server);
        return (told.Count == 0 ? drawing : drawing.Line("p50", told.Select(point => (point.Second, point.Service.HeapMegabytes)))).ToString();
    }

    /// <summary>Readings in which the service spoke of itself.</summary>
    public static List<(double Second, ServiceMetrics Service)> Told(IReadOnlyList<(double Second, ServerReading Reading)> server) =>
        [.. server.Where(point => point.Reading.Service is not null).Select(point => (point.Second, point.Reading.Service!))];

    /// <summary>Some of what the service says of itself, in one drawing.</summary>
    public string Service(string label, IReadOnlyList<(double Second, ServiceMetrics Service)> told, params (string Style, Func<ServiceMetrics, double> Value)[] lines)
    {
        var drawing = Over(label, (0, Scale.Above(Math.Max(FewestCounted, lines.Max(line => told.Max(point => line.Value(point.Service)))))));
        foreach (var (style, value) in lines)
            drawing.Line(style, told.Select(point => (point.Second, value(point.Service))));
        return drawing.ToString();
    }

    /// <summary>What came from one reading to the next of what the service only ever counts up.</summary>
    public string Steps(string label, IReadOnlyList<(double Second, ServiceMetrics Service)> told, string style, Func<double, ServiceMetrics, ServiceMetrics, double> value)
    {
        var steps = told.Zip(told.Skip(1), (before, now) => (now.Second, Value: value(now.Second - before.Second, before.Service, now.Service))).ToList();
        return Over(label, (0, Scale.Above(steps.Max(step => step.Value)))).Line(style, steps).ToString();
    }

    /// <summary>How response times are spread over time; upwards by powers of ten, so that the quick and the stuck are both seen.</summary>
    public string Heat()
    {
        var all = Histogram.Merge(timeline.Select(point => point.Response));
        var (least, most) = (Math.Max(0.01, Ms(all.Smallest)), Math.Max(0.1, Ms(all.Largest)) * 1.05);
        var drawing = Over("Response times, how many of each", (least, most), logarithmic: true);
        var step = Math.Log(most / least) / HeatRows;
        foreach (var point in timeline.Where(point => point.Response.Count > 0))
        {
            foreach (var row in point.Response.Counters.GroupBy(counter => (int)(Math.Log(Math.Max(least, Ms(counter.Value)) / least) / step)))
            {
                var share = (double)row.Sum(counter => counter.Count) / point.Response.Count;
                drawing.Cell((point.From, point.To), (least * Math.Exp(step * row.Key), least * Math.Exp(step * (row.Key + 1))), Math.Clamp(Math.Sqrt(share), 0.12, 1));
            }
        }

        return drawing.ToString();
    }

    /// <summary>Response time by percentile; to the right each step is a tenth of the requests before it.</summary>
    public static string Curve(Histogram response, Histogram service, Histogram? baseline)
    {
        var nines = Math.Max(2, Math.Min(5, Math.Log10(Math.Max(10, response.Count))));
        var most = Scale.Above(((Histogram?[])[response, baseline]).Max(histogram => histogram is null ? 0 : Milliseconds(histogram, 1 - Math.Pow(10, -nines))));
        var marks = ((double, string)[])[(0.301, "p50"), (1, "p90"), (2, "p99"), (3, "p99.9"), (4, "p99.99"), (5, "p99.999")];
        var drawing = new Drawing("Response time by percentile", (0, nines), (0, most)).Below(marks.Where(mark => mark.Item1 <= nines));
        if (baseline is not null)
            drawing.Line("baseline", Points(baseline, nines));
        return drawing.Line("p50", Points(service, nines)).Line("p95", Points(response, nines)).ToString();
    }

    private static IEnumerable<(double, double)> Points(Histogram histogram, double nines) =>
        Enumerable.Range(0, 101).Select(step => nines * step / 100).Select(place => (place, Milliseconds(histogram, 1 - Math.Pow(10, -place))));

    private Drawing Over(string label, (double, double) vertical, bool logarithmic = false)
    {
        var drawing = new Drawing(label, (0, end), vertical, logarithmic);
        foreach (var (index, stage) in result.Stages.Index().Where(stage => stage.Item.From < end))
            drawing.Band(stage.From, Math.Min(end, stage.To), stage.Name, index % 2 == 1);
        return drawing.Below();
    }

    private static double Middle(TimelinePoint point) => (point.From + point.To) / 2;

    private static double Milliseconds(Histogram histogram, double share) => Ms(histogram.Quantile(share));

    private static double Ms(long ticks) => TimeSpan.FromTicks(ticks).TotalMilliseconds;
}

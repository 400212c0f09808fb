using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CoffeeTracker.Hosting.Metrics;

/// <summary>How values of an instrument become one.</summary>
internal enum MetricKind { Counter, Gauge, Histogram }

/// <summary>One instrument: a series for each set of labels it was given.</summary>
/// <param name="Name">As Prometheus writes names: unit last, counters end in <c>_total</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Help">What it means, from the instrument.</param>
/// <param name="Observed">Told anew with each reading, not in steps.</param>
/// <param name="Adds">A value is a step from the one before.</param>
/// <param name="Bounds">Of a histogram's buckets, rising.</param>
internal sealed record Metric(string Name, MetricKind Kind, string Help, bool Observed, bool Adds, IReadOnlyList<double> Bounds)
{
    /// <summary>Labels come from the program, routes among them; whatever would still give more is not worth its memory.</summary>
    private const int MostSeries = 500;

    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<LabelSet, Series> series = new(LabelComparer.Instance);

    public IReadOnlyDictionary<LabelSet, Series> Series => series;

    public static Metric Of(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        var (observed, counts) = (instrument.IsObservable, type == typeof(Counter<>) || type == typeof(ObservableCounter<>));
        var kind = type == typeof(Histogram<>) ? MetricKind.Histogram : counts ? MetricKind.Counter : MetricKind.Gauge;
        return new(
            ExpositionText.NameOf(instrument.Name, instrument.Unit, counts), kind, instrument.Description ?? "", observed,
            Adds: !observed && (counts || type == typeof(UpDownCounter<>)), (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? Seconds);
    }

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var found = series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        if (!found.TryGetValue(labels, out var known))
        {
            if (series.Count >= MostSeries)
                return;
            known = series.GetOrAdd(LabelComparer.Instance.Create(labels), _ => new(Kind == MetricKind.Histogram ? Bounds.Count : 0));
        }

        if (Kind == MetricKind.Histogram)
            known.Count(value, Bounds);
        else if (Adds)
            known.Add(value);
        else
            known.Set(value);
    }

    /// <summary>What is not observed any more must not be told any more.</summary>
    public void Forget()
    {
        if (Observed)
            series.Clear();
    }
}

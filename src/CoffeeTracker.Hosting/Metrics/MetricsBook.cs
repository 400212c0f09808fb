using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace CoffeeTracker.Hosting.Metrics;

/// <summary>What .NET, ASP.NET Core and Npgsql count, added up since the start: they tell only whoever listens.</summary>
internal sealed class MetricsBook : IDisposable
{
    private static readonly string[] Meters = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];
    private readonly ConcurrentDictionary<Instrument, Metric> metrics = new();
    private readonly MeterListener listener = new();
    private readonly Lock reading = new();

    public MetricsBook()
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (Meters.Contains(instrument.Meter.Name))
                listening.EnableMeasurementEvents(instrument, metrics.GetOrAdd(instrument, Metric.Of));
        };
        listener.MeasurementsCompleted = (instrument, _) => metrics.TryRemove(instrument, out var _);
        listener.SetMeasurementEventCallback<byte>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        listener.SetMeasurementEventCallback<short>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        listener.SetMeasurementEventCallback<int>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        listener.SetMeasurementEventCallback<long>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        listener.SetMeasurementEventCallback<float>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        listener.SetMeasurementEventCallback<double>(static (_, value, labels, metric) => ((Metric)metric!).Take(value, labels));
        listener.SetMeasurementEventCallback<decimal>(static (_, value, labels, metric) => ((Metric)metric!).Take((double)value, labels));
        listener.Start();
    }

    /// <summary>Everything as it is now, by name.</summary>
    public IReadOnlyList<Metric> Read()
    {
        lock (reading)
        {
            foreach (var metric in metrics.Values)
                metric.Forget();
            listener.RecordObservableInstruments();
        }

        return [.. metrics.Values.OrderBy(metric => metric.Name, StringComparer.Ordinal)];
    }

    public void Dispose() => listener.Dispose();
}

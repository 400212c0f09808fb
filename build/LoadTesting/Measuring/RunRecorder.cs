using System.Collections.Concurrent;
using System.Diagnostics;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Generators;
using Frostline.LoadTesting.Schedules;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Measuring;

/// <summary>
/// Counts what the engine tells, without a lock and in memory that does not grow with the run. Only stages that are measured reach the
/// figures of requests; the timeline sees everything.
/// </summary>
internal sealed class RunRecorder : IExchangeSink
{
    private readonly IReadOnlyList<Stage> stages;
    private readonly long[] totals = new long[3];

    public RunRecorder(IReadOnlyList<string> requests, IReadOnlyList<Stage> stages)
    {
        this.stages = stages;
        Requests = [.. requests.Select(name => new RequestRecorder(name))];
        Stages = [.. stages.Select(_ => new StageRecorder())];
    }

    public IReadOnlyList<RequestRecorder> Requests { get; }

    public IReadOnlyList<StageRecorder> Stages { get; }

    /// <summary>Response times of everything, warm-up among it, for the timeline.</summary>
    public Recorder All { get; } = new();

    /// <summary>From due to sent, in measured stages.</summary>
    public Recorder Lag { get; } = new();

    public Recorder Connect { get; } = new();

    public Recorder Tls { get; } = new();

    public Recorder FirstByte { get; } = new();

    public long Started => Interlocked.Read(ref totals[0]);

    public long Ended => Interlocked.Read(ref totals[1]);

    public long Failed => Interlocked.Read(ref totals[2]);

    public long InFlight => Started - Ended;

    /// <summary>Everything that counts times, in an order that stages and requests give.</summary>
    public IEnumerable<Recorder> Histograms => [All, Lag, Connect, Tls, FirstByte, .. Requests.SelectMany(request => (Recorder[])[request.Service, request.Response]), .. Stages.Select(stage => stage.Response)];

    /// <summary>Everything else that counts, likewise.</summary>
    public IEnumerable<long[]> Counters => [totals, .. Requests.SelectMany(request => request.Counters), .. Stages.Select(stage => stage.Counters)];

    /// <summary>Adds what another generator counted.</summary>
    public void Add(GeneratorCounts counts)
    {
        foreach (var (part, text) in Histograms.Zip(counts.Histograms).Where(pair => pair.Second.Length > 0))
            part.Add(HistogramText.Read(text));
        var place = 0;
        foreach (var group in Counters)
        {
            for (var index = 0; index < group.Length; index++, place++)
            {
                if (counts.Counters.TryGetValue(place, out var more))
                    Interlocked.Add(ref group[index], more);
            }
        }

        foreach (var sample in counts.Samples)
            Requests[sample.Request].Keep(sample.Kind, sample.Detail);
    }

    void IExchangeSink.Started() => Interlocked.Increment(ref totals[0]);

    void IExchangeSink.Ended(in Exchange exchange)
    {
        Interlocked.Increment(ref totals[1]);
        if (exchange.Error != ErrorKind.None)
            Interlocked.Increment(ref totals[2]);
        var response = Ticks(exchange.Due, exchange.Ended);
        if (exchange.HasTime)
            All.Record(response);
        if (!stages[exchange.Stage].Measured)
            return;
        if (exchange.Error != ErrorKind.NotSent)
            Lag.Record(Ticks(exchange.Due, exchange.Sent));
        if (exchange.FirstByte > 0)
            FirstByte.Record(Ticks(exchange.Sent, exchange.FirstByte));
        Requests[exchange.Request].Add(exchange, response);
        Stages[exchange.Stage].Add(exchange, response);
    }

    void IExchangeSink.Connected(TimeSpan connect, TimeSpan? tls)
    {
        Connect.Record(connect);
        if (tls is { } handshake)
            Tls.Record(handshake);
    }

    /// <summary>Ticks of 100 ns between two timestamps.</summary>
    public static long Ticks(long from, long to) => Stopwatch.GetElapsedTime(from, to).Ticks;
}

/// <summary>What is counted for each request of the scenario.</summary>
internal sealed class RequestRecorder(string name)
{
    private const int MostSamples = 5;
    private readonly long[] statuses = new long[600];
    private readonly long[] errors = new long[Enum.GetValues<ErrorKind>().Length];
    private readonly ConcurrentDictionary<ErrorKind, ConcurrentQueue<string>> samples = new();
    private readonly long[] bytes = new long[1];

    public string Name { get; } = name;

    /// <summary>From sent to the last byte.</summary>
    public Recorder Service { get; } = new();

    /// <summary>From due to the last byte: what a visitor waits.</summary>
    public Recorder Response { get; } = new();

    public long Bytes => Interlocked.Read(ref bytes[0]);

    public long Errors => errors.Skip(1).Sum();

    public IReadOnlyDictionary<int, long> Statuses => statuses.Index().Where(status => status.Item > 0).ToDictionary(status => status.Index, status => status.Item);

    public IReadOnlyDictionary<ErrorKind, long> ErrorsByKind =>
        errors.Index().Skip(1).Where(error => error.Item > 0).ToDictionary(error => (ErrorKind)error.Index, error => error.Item);

    public IReadOnlyDictionary<ErrorKind, string[]> Samples => samples.ToDictionary(kind => kind.Key, kind => kind.Value.Distinct().ToArray());

    public void Add(in Exchange exchange, long response)
    {
        if (exchange.HasTime)
        {
            Service.Record(RunRecorder.Ticks(exchange.Sent, exchange.Ended));
            Response.Record(response);
        }

        Interlocked.Add(ref bytes[0], exchange.Bytes);
        if (exchange.Status is > 0 and < 600)
            Interlocked.Increment(ref statuses[exchange.Status]);
        if (Interlocked.Increment(ref errors[(int)exchange.Error]) <= MostSamples && exchange is { Error: not ErrorKind.None, Detail: { } detail })
            Keep(exchange.Error, detail);
    }

    public IReadOnlyList<long[]> Counters => [statuses, errors, bytes];

    public void Keep(ErrorKind kind, string detail)
    {
        var kept = samples.GetOrAdd(kind, _ => new());
        if (kept.Count < MostSamples)
            kept.Enqueue(detail);
    }

    /// <summary>Everything that was counted, answered or not.</summary>
    public long Count => errors.Sum();
}

/// <summary>What is counted for each stage.</summary>
internal sealed class StageRecorder
{
    private readonly long[] counts = new long[2];

    public Recorder Response { get; } = new();

    public long Count => Interlocked.Read(ref counts[0]);

    public long Errors => Interlocked.Read(ref counts[1]);

    public long[] Counters => counts;

    public void Add(in Exchange exchange, long response)
    {
        Interlocked.Increment(ref counts[0]);
        if (exchange.HasTime)
            Response.Record(response);
        if (exchange.Error != ErrorKind.None)
            Interlocked.Increment(ref counts[1]);
    }
}

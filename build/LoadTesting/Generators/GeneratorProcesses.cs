using System.Collections.Concurrent;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Validity;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Generators;

/// <summary>Several generators that share one plan: each sends every so-many-th request of it, and what they count is added up while they run.</summary>
public sealed class GeneratorProcesses : ILoadEngine, IPreparedEngine
{
    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(100);
    private readonly int count;
    private readonly Func<GeneratorLine> start;
    private readonly ConcurrentQueue<GeneratorReading> readings = new();
    private readonly ConcurrentQueue<string> problems = new();
    private GeneratorLine[] lines = [];

    internal GeneratorProcesses(int count, Func<GeneratorLine> start) => (this.count, this.start) = (count, start);

    /// <param name="count">How many.</param>
    /// <param name="program">What starts one.</param>
    /// <param name="arguments">Its arguments.</param>
    public GeneratorProcesses(int count, string program, IReadOnlyList<string> arguments)
        : this(count, () => GeneratorLine.Start(program, arguments))
    {
    }

    public string Name => $"frostline, {count} processes";

    async Task IPreparedEngine.PrepareAsync(LoadPlan plan, CancellationToken cancellation)
    {
        readings.Clear();
        problems.Clear();
        var started = new List<GeneratorLine>();
        try
        {
            for (var shard = 0; shard < count; shard++)
            {
                started.Add(start());
                await started[shard].SayAsync(new GeneratorOrder
                {
                    Version = GeneratorProtocol.Version, Scenario = plan.Scenario, Folder = plan.Scenario.Folder, Stages = plan.Stages, Target = plan.Target, Seed = plan.Seed,
                    Shard = shard, Shards = count,
                }).ConfigureAwait(false);
            }

            await Task.WhenAll(started.Select((line, shard) => ReadyAsync(line, shard, cancellation))).ConfigureAwait(false);
            lines = [.. started];
        }
        catch
        {
            started.ForEach(line => line.Dispose());
            throw;
        }
    }

    public async Task RunAsync(LoadPlan plan, IExchangeSink sink, CancellationToken cancellation)
    {
        if (sink is not RunRecorder recorder)
            throw new ArgumentException("Several generators add their counts to a recorder of runs.", nameof(sink));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var stopping = over.Token.UnsafeRegister(_ => Array.ForEach(lines, line => _ = StopAsync(line)), null);
        // Whoever does not answer long after its end is taken for dead.
        using var patience = new CancellationTokenSource(LoadStages.Length(plan.Stages) + plan.Scenario.Timeout + Startup);
        try
        {
            var at = TimeProvider.System.GetUtcNow() + Ahead;
            await Task.WhenAll(lines.Select(async (line, shard) =>
            {
                if (await ServeAsync(line, recorder, at, patience.Token).ConfigureAwait(false) is not { } problem)
                    return;
                problems.Enqueue($"generator {shard + 1} of {count} {problem}: its share of the plan was not sent");
                // Half a load is no load that anybody planned.
                await over.CancelAsync().ConfigureAwait(false);
            })).ConfigureAwait(false);
        }
        finally
        {
            Array.ForEach(lines, line => line.Dispose());
            lines = [];
        }
    }

    GeneratorReading IPreparedEngine.Read(Histogram lag, GeneratorReading own) => own with
    {
        PoolDelayP99 = readings.Select(reading => reading.PoolDelayP99).DefaultIfEmpty().Max(),
        GcPercent = readings.Select(reading => reading.GcPercent).DefaultIfEmpty().Max(),
        CpuPercent = own.CpuPercent + readings.Sum(reading => reading.CpuPercent),
        BusyPercent = readings.Select(reading => reading.BusyPercent).DefaultIfEmpty().Max(),
        Problems = [.. problems],
    };

    private async Task ReadyAsync(GeneratorLine line, int shard, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Startup);
        try
        {
            var word = await line.HearAsync(patience.Token).ConfigureAwait(false);
            if (word is not { Version: GeneratorProtocol.Version, Ready: true })
                throw new DeliveryException($"load generator {shard + 1} of {count}: {word?.Problem ?? "it ended before it was ready"}. Run with --generators=1, or look at what it printed.");
        }
        catch (Exception error) when (error is JsonException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DeliveryException($"load generator {shard + 1} of {count}: it did not answer as a generator does. Run with --generators=1.", error);
        }
    }

    /// <returns>Why it did not end as it should; null when it did.</returns>
    private async Task<string?> ServeAsync(GeneratorLine line, RunRecorder recorder, DateTimeOffset at, CancellationToken patience)
    {
        try
        {
            await line.SayAsync(new GeneratorCommand(at)).ConfigureAwait(false);
            while (await line.HearAsync(patience).ConfigureAwait(false) is { } word)
            {
                if (word.Problem is { } problem)
                    return $"gave up ({problem.TrimEnd('.')})";
                if (word.Counts is { } counts)
                    recorder.Add(counts);
                if (word.Reading is not { } reading)
                    continue;
                readings.Enqueue(reading);
                return null;
            }

            return "ended before its time";
        }
        catch (Exception error) when (error is IOException or JsonException or FormatException or OperationCanceledException)
        {
            return $"broke off ({error.Message.TrimEnd('.')})";
        }
    }

    private static async Task StopAsync(GeneratorLine line)
    {
        try
        {
            await line.SayAsync(new GeneratorCommand(Start: null)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is gone already.
        }
    }
}

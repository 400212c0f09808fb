using System.Text.Json;
using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Validity;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Generators;

/// <summary>The other side of a run with several generators: takes its order from a line, sends its share of the plan, and tells what it counts.</summary>
public static class LoadGenerator
{
    /// <summary>The argument that makes the task host a generator.</summary>
    public const string Argument = "--load-generator";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Serves one run. Ends when the plan is done, when it is told to, and when whoever asked is gone.</summary>
    /// <param name="input">Where orders come from.</param>
    /// <param name="output">Where counts go to.</param>
    /// <returns>Exit code: 0 when the run was served.</returns>
    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        try
        {
            if (await input.ReadLineAsync() is not { } line || Order(line) is not { } order)
                return await TellAsync(output, new() { Version = GeneratorProtocol.Version, Problem = $"the order is not of version {GeneratorProtocol.Version}" }, exitCode: 1);
            var recorder = new RunRecorder([.. order.Scenario.AllRequests.Select(request => request.Name)], order.Stages);
            await TellAsync(output, new() { Version = GeneratorProtocol.Version, Ready = true });
            if (await input.ReadLineAsync() is { } command && GeneratorProtocol.Read<GeneratorCommand>(command).Start is { } start)
                await SendAsync(order.Plan(start), recorder, input, output);
            return 0;
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            return await TellAsync(output, new() { Version = GeneratorProtocol.Version, Problem = error.Message }, exitCode: 1);
        }
    }

    private static GeneratorOrder? Order(string line) => GeneratorProtocol.Read<GeneratorOrder>(line) is { Version: GeneratorProtocol.Version } order ? order : null;

    private static async Task SendAsync(LoadPlan plan, RunRecorder recorder, TextReader input, TextWriter output)
    {
        var counts = new CountsReader(recorder);
        using var watch = new GeneratorWatch();
        using var stop = new CancellationTokenSource();
        _ = StopWhenToldAsync(input, stop);
        var engine = new HttpEngine();
        var run = engine.RunAsync(plan, recorder, stop.Token);
        while (await Task.WhenAny(run, Task.Delay(Pause, CancellationToken.None)) != run)
            await TellAsync(output, new() { Version = GeneratorProtocol.Version, Counts = counts.Next() });
        await run;
        await TellAsync(output, new() { Version = GeneratorProtocol.Version, Counts = counts.Next(), Reading = Reading(engine, recorder.Lag.Snapshot(), watch) });
    }

    private static GeneratorReading Reading(IPreparedEngine engine, Histogram lag, GeneratorWatch watch) => engine.Read(lag, watch.Read(lag));

    /// <summary>A line, or the end of all lines.</summary>
    private static async Task StopWhenToldAsync(TextReader input, CancellationTokenSource stop)
    {
        try
        {
            await input.ReadLineAsync();
            await stop.CancelAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The run is over.
        }
    }

    private static async Task<int> TellAsync(TextWriter output, GeneratorWord word, int exitCode = 0)
    {
        await output.WriteLineAsync(GeneratorProtocol.Write(word));
        await output.FlushAsync();
        return exitCode;
    }
}

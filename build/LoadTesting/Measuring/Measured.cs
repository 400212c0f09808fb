using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Servers;
using Frostline.LoadTesting.Validity;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Measuring;

/// <summary>What a run measured, before anything is made of it.</summary>
internal sealed record Measured
{
    public required LoadRequest Request { get; init; }

    public required DateTimeOffset Start { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Seconds of measured stages that took place.</summary>
    public required double MeasuredSeconds { get; init; }

    /// <summary>Why it ended before its time, or null.</summary>
    public string? EndedEarly { get; init; }

    public required RunRecorder Recorder { get; init; }

    public required IReadOnlyList<TimelinePoint> Timeline { get; init; }

    public required Slices Slices { get; init; }

    /// <summary>What the service used, by second.</summary>
    public required IReadOnlyList<(double Second, ServerReading Reading)> Server { get; init; }

    public required GeneratorReading Generator { get; init; }

    public IReadOnlyList<Stage> Stages => Request.Stages;

    /// <summary>What runs are compared by.</summary>
    public RunSlices Run => Slices.All with
    {
        Elsewhere = Generator.MachinePercent - Generator.CpuPercent - (ServerUse.Of(Server)?.Cores ?? 0) / Environment.ProcessorCount * 100,
    };

    public Histogram Response => Histogram.Merge(Recorder.Requests.Select(request => request.Response.Snapshot()));
}

using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>How a step is judged. With the defaults a step of 90 seconds collects what the judge needs; the benchmark <c>judge</c> prints how sure it is then.</summary>
public sealed record AnalysisSettings
{
    /// <summary>Pairs of requests (one to the stable, one to the candidate revision) per second and service.</summary>
    [Description("Pairs of requests (one to the stable, one to the candidate revision) per second and service.")]
    [Between(1, 200)]
    public int PairsPerSecond { get; init; } = 25;

    /// <summary>How long a probe may take, from the moment it was due; later it counts as failed.</summary>
    [Description("How long a probe may take, from the moment it was due; later it counts as failed.")]
    [Seconds(0.1, 60)]
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Answered requests per revision and path below which latency is not judged.</summary>
    [Description("Answered requests per revision and path below which latency is not judged.")]
    [Between(20, 100_000)]
    public int MinimumSamples { get; init; } = 100;

    /// <summary>Requests per revision below which errors are not judged.</summary>
    [Description("Requests per revision below which errors are not judged.")]
    [Between(20, 1_000_000)]
    public int MinimumRequests { get; init; } = 1500;

    /// <summary>A candidate that is slower by less is never held to be slow.</summary>
    [Description("A candidate that is slower by less is never held to be slow.")]
    [Seconds(0, 60)]
    public TimeSpan LatencyFloor { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How many times a step may be prolonged by its bake time while its verdict is inconclusive.</summary>
    [Description("How many times a step may be prolonged by its bake time while its verdict is inconclusive.")]
    [Between(0, 100)]
    public int Extensions { get; init; } = 3;

    /// <summary>Whether a step waits for the platform's metrics too, and is inconclusive without them.</summary>
    [Description("Whether a step waits for the platform's metrics too, and is inconclusive without them.")]
    public bool PlatformMetrics { get; init; } = true;
}

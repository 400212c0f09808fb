using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>One HTTP probe; statuses 200 to 399 pass.</summary>
public sealed record ProbeSettings
{
    [Description("Path of the request.")]
    [Matches("^/", "does not start with a slash", "Give the path of a URL such as '/health/ready'.")]
    public required string Path { get; init; }

    [Description("Time between two probes, whole seconds.")]
    [Seconds(1, 240, Whole = true)]
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(10);

    [Description("Time one probe may take, whole seconds.")]
    [Seconds(1, 240, Whole = true)]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    [Description("Time before the first probe, whole seconds.")]
    [Seconds(0, 60, Whole = true)]
    public TimeSpan InitialDelay { get; init; }

    [Description("Failures in a row that count.")]
    [Between(1, 240)]
    public int FailureThreshold { get; init; } = 3;
}

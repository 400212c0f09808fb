using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>Service level objectives of an environment: what load tests hold it to, unless their scenario asks for something else.</summary>
public sealed record ObjectiveSettings
{
    /// <summary>Milliseconds within which 95 of 100 requests are answered.</summary>
    [Description("Milliseconds within which 95 of 100 requests are answered.")]
    [Between(1, 600_000)]
    public int P95Milliseconds { get; init; } = 500;

    /// <summary>Milliseconds that an answer takes on average.</summary>
    [Description("Milliseconds that an answer takes on average.")]
    [Between(1, 600_000)]
    public int AverageMilliseconds { get; init; } = 200;

    /// <summary>Requests that may fail, in percent.</summary>
    [Description("Requests that may fail, in percent.")]
    [Between(0, 100)]
    public double ErrorPercent { get; init; } = 0.1;
}

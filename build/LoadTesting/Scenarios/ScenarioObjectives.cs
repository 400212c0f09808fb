using System.ComponentModel;
using Frostline.Delivery.Settings;
using Frostline.LoadTesting.Verdicts;

namespace Frostline.LoadTesting.Scenarios;

/// <summary>What a scenario asks for instead of the environment's objectives.</summary>
public sealed record ScenarioObjectives
{
    [Description("Milliseconds, from when they were due, within which 95 of 100 requests are answered. Default: the environment's.")]
    [Between(0, 600_000)]
    public double? P95Milliseconds { get; init; }

    [Description("Milliseconds that an answer takes on average. Default: the environment's.")]
    [Between(0, 600_000)]
    public double? AverageMilliseconds { get; init; }

    [Description("Requests that may fail, in percent. Default: the environment's.")]
    [Between(0, 100)]
    public double? ErrorPercent { get; init; }

    [Description("Whether a run ends early once an objective is missed by so much that the rest would not change it.")]
    public bool Abort { get; init; } = true;

    internal LoadObjectives Or(ObjectiveSettings environment) => new(
        P95Milliseconds ?? environment.P95Milliseconds, AverageMilliseconds ?? environment.AverageMilliseconds, ErrorPercent ?? environment.ErrorPercent, Abort);
}

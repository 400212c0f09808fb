using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>One traffic weight of a rollout.</summary>
public sealed record StepSettings
{
    /// <summary>Weight that the new revisions get, in percent.</summary>
    [Description("Weight that the new revisions get, in percent.")]
    [Between(1, 100, Remedy = "Give weights from 1 to 100, in rising order.")]
    public required int Weight { get; init; }

    /// <summary>How long the step is watched and judged; zero moves on at once. Default: the rollout's own.</summary>
    [Description("How long the step is watched and judged; zero moves on at once. Default: `rollout.bake`.")]
    [Seconds(0, 86_400)]
    public TimeSpan? Bake { get; init; }
}

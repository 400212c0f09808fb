using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>How traffic moves to a new revision.</summary>
public sealed record RolloutSettings
{
    /// <summary>Weights that the new revisions get one after the other, in percent; the last one is 100.</summary>
    [Description("Weights that the new revisions get one after the other, in percent; the last one is 100.")]
    [Between(1, 100, Remedy = "Give weights from 1 to 100, in rising order.")]
    public IReadOnlyList<int> Steps { get; init; } = [100];
}

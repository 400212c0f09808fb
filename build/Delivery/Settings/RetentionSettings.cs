using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>The newest backup of each of so many days, weeks and months that have one.</summary>
public sealed record RetentionSettings
{
    [Description("Days of which the newest backup is kept.")]
    [Between(1, 366)]
    public int Daily { get; init; } = 7;

    [Description("Weeks of which the newest backup is kept.")]
    [Between(0, 520)]
    public int Weekly { get; init; } = 4;

    [Description("Months of which the newest backup is kept.")]
    [Between(0, 120)]
    public int Monthly { get; init; } = 3;
}

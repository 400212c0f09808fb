using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>Bounds for the number of replicas of a revision.</summary>
public sealed record ReplicaSettings
{
    [Description("Replicas that always run.")]
    [Between(0, 1000)]
    public int Minimum { get; init; } = 1;

    [Description("Replicas at most.")]
    [Between(1, 1000)]
    public int Maximum { get; init; } = 10;
}

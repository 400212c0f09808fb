using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>How traffic moves to a new revision.</summary>
public sealed record RolloutSettings
{
    private static readonly int[] UsualWeights = [10, 50, 100];

    /// <summary>Steps one after the other, in rising order; the last one is 100. Null: DeployStaging moves all traffic at once and unjudged,
    /// BlueGreen goes by 10, 50 and 100.</summary>
    [Description("Steps one after the other, in rising order; the last one is 100. Default: DeployStaging moves all traffic at once, BlueGreen goes by 10, 50 and 100.")]
    public IReadOnlyList<StepSettings>? Steps { get; init; }

    /// <summary>How long a step is watched and judged unless it says its own time.</summary>
    [Description("How long a step is watched and judged unless it says its own time.")]
    [Seconds(0, 86_400)]
    public TimeSpan Bake { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>How long the old revision is kept ready to take over once the release was promoted; zero: only until the last step was judged.</summary>
    [Description("How long the old revision is kept ready to take over once the release was promoted; zero: only until the last step was judged.")]
    [Seconds(0, 604_800)]
    public TimeSpan Standby { get; init; }

    /// <summary>What follows a step that stays inconclusive.</summary>
    [Description("What follows a step that stays inconclusive: `abort` gives the old release all traffic back, `hold` leaves it to a person.")]
    public InconclusiveStep Inconclusive { get; init; }

    [Description("How a step is judged.")]
    public AnalysisSettings Analysis { get; init; } = new();

    /// <summary>The steps of a rollout with their times.</summary>
    /// <param name="judged">Whether they are watched where the settings name none.</param>
    public IReadOnlyList<StepSettings> StepsOf(bool judged) => (Steps, judged) switch
    {
        (null, false) => [new() { Weight = 100, Bake = TimeSpan.Zero }],
        (null, true) => [.. UsualWeights.Select(weight => new StepSettings { Weight = weight, Bake = Bake })],
        ({ } steps, _) => [.. steps.Select(step => step with { Bake = step.Bake ?? Bake })],
    };
}

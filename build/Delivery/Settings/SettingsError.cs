namespace Frostline.Delivery.Settings;

/// <summary>One mistake in the settings: where it is, what stands there, what is wrong, what to do.</summary>
/// <param name="Path">The place, such as <c>environments.staging.rollout.steps[2]</c>.</param>
/// <param name="Value">What stands there, or null when nothing does.</param>
/// <param name="Problem">The fact, such as <c>is more than 100</c>.</param>
/// <param name="Remedy">One or more whole sentences that say what to do.</param>
public sealed record SettingsError(string Path, string? Value, string Problem, string Remedy)
{
    /// <summary><c>path: 'value' problem. Remedy</c></summary>
    public override string ToString() =>
        Value is null ? $"{Path}: {Problem}. {Remedy}" : $"{Path}: '{Value}' {Problem}. {Remedy}";
}

namespace Frostline.Delivery.Rollouts;

/// <summary>One thing a rollout did, in a line.</summary>
/// <param name="Step">The step, such as <c>ready</c>.</param>
/// <param name="Service">The service, or null when it is about all of them.</param>
/// <param name="Text">What happened, without the service's name.</param>
public sealed record RolloutProgress(string Step, string? Service, string Text)
{
    /// <summary><c>step service text</c> in columns.</summary>
    public override string ToString() => $"{Step,-10} {Service ?? "",-8} {Text}";
}

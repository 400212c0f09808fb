namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>What a step showed.</summary>
/// <param name="Weight">Traffic weight of the candidates, in percent.</param>
/// <param name="Verdict">Fail when one metric failed, else inconclusive when one is, else pass.</param>
/// <param name="Metrics">Verdict of each metric of each service.</param>
/// <param name="Seconds">How long it was watched.</param>
/// <param name="Extensions">How many times it was prolonged.</param>
/// <param name="Reason">Why it did not pass, or null.</param>
public sealed record StepAnalysis(int Weight, Verdict Verdict, IReadOnlyList<MetricVerdict> Metrics, double Seconds, int Extensions, string? Reason);

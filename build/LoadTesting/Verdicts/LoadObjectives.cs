namespace Frostline.LoadTesting.Verdicts;

/// <summary>What a run is held to.</summary>
/// <param name="P95Milliseconds">Not to be reached by p95.</param>
/// <param name="AverageMilliseconds">Nor by the mean.</param>
/// <param name="ErrorPercent">Nor by the share of failed requests.</param>
/// <param name="Abort">Whether a run that misses one by far ends early.</param>
internal sealed record LoadObjectives(double P95Milliseconds, double AverageMilliseconds, double ErrorPercent, bool Abort);

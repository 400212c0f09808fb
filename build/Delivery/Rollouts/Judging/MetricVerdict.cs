namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>What one metric of one service showed.</summary>
/// <param name="Service">Its name in the settings.</param>
/// <param name="Metric"><c>errors</c>, <c>latency /path</c>, <c>health</c>, <c>platform errors</c>.</param>
/// <param name="Verdict">Missing data is inconclusive.</param>
/// <param name="Reason">The verdict in words, with figures.</param>
/// <param name="StableSamples">Requests of the stable revision that were looked at.</param>
/// <param name="CandidateSamples">Requests of the candidate that were looked at.</param>
/// <param name="Stable">Error rate in percent or median latency in milliseconds, or null.</param>
/// <param name="Candidate">The same of the candidate.</param>
/// <param name="Lower">Lower bound of the difference: percentage points of errors, percent of the stable's latency.</param>
/// <param name="Upper">Upper bound of it.</param>
public sealed record MetricVerdict(
    string Service, string Metric, Verdict Verdict, string Reason, long StableSamples, long CandidateSamples,
    double? Stable, double? Candidate, double? Lower, double? Upper);

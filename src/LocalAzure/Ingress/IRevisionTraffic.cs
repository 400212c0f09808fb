namespace LocalAzure.Ingress;

/// <summary>What ingress has counted, per revision and minute, for the last hour.</summary>
internal interface IRevisionTraffic
{
    /// <summary>The minutes of a revision that saw requests, oldest first; the last one is still being counted.</summary>
    IReadOnlyList<TrafficMinute> Read(string revision);
}

/// <summary>One minute of one revision.</summary>
/// <param name="Minute">Its beginning, UTC.</param>
/// <param name="Requests">Answered in it; those in flight are not counted yet.</param>
/// <param name="ByStatusClass">Answers 1xx, 2xx, 3xx, 4xx and 5xx, in this order.</param>
/// <param name="TotalDuration">Of all its requests together, from their arrival at ingress to the last byte of their answers.</param>
/// <param name="LongestDuration">Of its slowest request.</param>
internal sealed record TrafficMinute(
    DateTimeOffset Minute, long Requests, IReadOnlyList<long> ByStatusClass, TimeSpan TotalDuration, TimeSpan LongestDuration);

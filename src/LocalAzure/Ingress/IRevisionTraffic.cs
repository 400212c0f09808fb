namespace LocalAzure.Ingress;

/// <summary>What ingress has counted, per revision and second, for the last hour.</summary>
internal interface IRevisionTraffic
{
    /// <summary>The seconds of a revision that saw answers, oldest first; the last one is still being counted.</summary>
    IReadOnlyList<TrafficSecond> Read(string revision);
}

/// <summary>One second of one revision.</summary>
/// <param name="Second">Its beginning, UTC.</param>
/// <param name="ByStatusClass">Answers 1xx, 2xx, 3xx, 4xx and 5xx, in this order; requests in flight are not counted yet.</param>
internal sealed record TrafficSecond(DateTimeOffset Second, IReadOnlyList<Tally> ByStatusClass)
{
    public long Requests => ByStatusClass.Sum(tally => tally.Count);
}

/// <summary>Requests taken together: how many, and their durations from their arrival at ingress to the last byte of their answers.</summary>
internal readonly record struct Tally(long Count, TimeSpan Total, TimeSpan Shortest, TimeSpan Longest)
{
    public Tally With(TimeSpan duration) => new(
        Count + 1,
        Total + duration,
        Count == 0 || duration < Shortest ? duration : Shortest,
        duration > Longest ? duration : Longest);
}

using System.Collections.Concurrent;

namespace Contract.Tests.Traffic;

/// <summary>What became of all visits.</summary>
internal sealed class TrafficTally
{
    private readonly ConcurrentBag<Visit> lost = [];
    private readonly ConcurrentDictionary<string, long> served = new();
    private readonly ConcurrentDictionary<string, long> kinds = new();

    /// <summary>Visits lost to any revision, or to none at all.</summary>
    public IReadOnlyCollection<Visit> Lost => lost;

    /// <summary>Visits that came to their end, by revision.</summary>
    public IReadOnlyDictionary<string, long> Served => served;

    /// <summary>Visits by kind.</summary>
    public IReadOnlyDictionary<string, long> Kinds => kinds;

    /// <summary>Visits that a revision lost which is not one of these, the ones that nobody answered among them.</summary>
    public IReadOnlyList<Visit> LostBut(IReadOnlyCollection<string> revisions) =>
        [.. lost.Where(visit => visit.Revision is not { } revision || !revisions.Contains(revision))];

    public void Add(Visit visit)
    {
        kinds.AddOrUpdate(visit.Kind, 1, (_, count) => count + 1);
        if (visit.Loss is not null)
            lost.Add(visit);
        else
            served.AddOrUpdate(visit.Revision ?? "unnamed", 1, (_, count) => count + 1);
    }
}

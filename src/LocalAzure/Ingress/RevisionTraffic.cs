using System.Collections.Concurrent;

namespace LocalAzure.Ingress;

internal sealed class RevisionTraffic(TimeProvider clock) : IRevisionTraffic
{
    private const int SecondsKept = 3600;

    private readonly ConcurrentDictionary<string, Ring> rings = new();

    public IReadOnlyList<TrafficSecond> Read(string revision) =>
        rings.TryGetValue(revision, out var ring) ? ring.Read(CurrentSecond() - SecondsKept) : [];

    public void Record(string revision, int status, TimeSpan duration) =>
        rings.GetOrAdd(revision, _ => new Ring()).Record(CurrentSecond(), status, duration);

    /// <summary>Drops what was counted of revisions that are no more.</summary>
    public void ForgetOthers(IReadOnlySet<string> known)
    {
        foreach (var gone in rings.Keys.Where(revision => !known.Contains(revision)))
            rings.TryRemove(gone, out _);
    }

    private long CurrentSecond() => clock.GetUtcNow().Ticks / TimeSpan.TicksPerSecond;

    private sealed class Ring
    {
        private readonly Lock gate = new();
        private readonly Slot?[] slots = new Slot?[SecondsKept];

        public void Record(long second, int status, TimeSpan duration)
        {
            lock (gate)
            {
                ref var slot = ref slots[second % SecondsKept];
                if (slot?.Second != second)
                    slot = new Slot(second, new Tally[5]);
                ref var tally = ref slot.ByStatusClass[Math.Clamp(status / 100, 1, 5) - 1];
                tally = tally.With(duration);
            }
        }

        public IReadOnlyList<TrafficSecond> Read(long after)
        {
            lock (gate)
            {
                return [.. slots.OfType<Slot>().Where(slot => slot.Second > after).OrderBy(slot => slot.Second).Select(slot =>
                    new TrafficSecond(new DateTimeOffset(slot.Second * TimeSpan.TicksPerSecond, TimeSpan.Zero), [.. slot.ByStatusClass]))];
            }
        }
    }

    private sealed record Slot(long Second, Tally[] ByStatusClass);
}

using System.Collections.Concurrent;

namespace LocalAzure.Ingress;

internal sealed class RevisionTraffic(TimeProvider clock) : IRevisionTraffic
{
    private const int MinutesKept = 60;

    private readonly ConcurrentDictionary<string, Ring> rings = new();

    public IReadOnlyList<TrafficMinute> Read(string revision) =>
        rings.TryGetValue(revision, out var ring) ? ring.Read(CurrentMinute() - MinutesKept) : [];

    public void Record(string revision, int status, TimeSpan duration) =>
        rings.GetOrAdd(revision, _ => new Ring()).Record(CurrentMinute(), status, duration);

    private long CurrentMinute() => clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;

    private sealed class Ring
    {
        private readonly Lock gate = new();
        private readonly Slot[] slots = new Slot[MinutesKept];

        public void Record(long minute, int status, TimeSpan duration)
        {
            lock (gate)
            {
                ref var slot = ref slots[minute % MinutesKept];
                if (slot.Minute != minute)
                    slot = new Slot { Minute = minute, ByStatusClass = new long[5] };
                slot.ByStatusClass[Math.Clamp(status / 100, 1, 5) - 1]++;
                slot.Total += duration;
                slot.Longest = duration > slot.Longest ? duration : slot.Longest;
            }
        }

        public IReadOnlyList<TrafficMinute> Read(long after)
        {
            lock (gate)
            {
                return [.. slots.Where(slot => slot.Minute > after).OrderBy(slot => slot.Minute).Select(slot => new TrafficMinute(
                    new DateTimeOffset(slot.Minute * TimeSpan.TicksPerMinute, TimeSpan.Zero),
                    slot.ByStatusClass.Sum(), [.. slot.ByStatusClass], slot.Total, slot.Longest))];
            }
        }
    }

    private struct Slot
    {
        public long Minute;
        public long[] ByStatusClass;
        public TimeSpan Total;
        public TimeSpan Longest;
    }
}

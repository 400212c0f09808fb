using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>What the probes of a service brought so far.</summary>
internal sealed class ProbeSamples(IReadOnlyList<ProbePath> paths, TimeProvider clock)
{
    /// <summary>Of one path and revision: more would not make the judge surer, and a step may bake for a day.</summary>
    private const int MostTimes = 10_000;
    private static readonly TimeSpan LastMinute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Queue<(long Due, bool Failed)> recent = [];
    private readonly Dictionary<(string Path, bool Candidate), Side> sides = paths
        .SelectMany(path => new[] { (path.Path, false), (path.Path, true) }).ToDictionary(key => key, _ => new Side());

    public void Add(ProbeResult result, bool candidate)
    {
        lock (gate)
        {
            sides[(result.Probe.Path.Path, candidate)].Add(result);
            if (candidate)
                recent.Enqueue((result.Probe.Due, result.Problem is not null));
            while (recent.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.Due) > LastMinute)
                recent.Dequeue();
        }
    }

    /// <summary>Failed probes of the candidate among those of about the last minute: a long step hides a bad minute in its total.</summary>
    public Proportion ReadRecentErrors()
    {
        lock (gate)
            return new(recent.Count(probe => probe.Failed), recent.Count);
    }

    public IReadOnlyList<PathSamples> Read()
    {
        lock (gate)
            return [.. paths.Select(path => new PathSamples(path.Path, sides[(path.Path, false)].Read(), sides[(path.Path, true)].Read()))];
    }

    private sealed class Side
    {
        private readonly Queue<double> milliseconds = [];
        private long requests;
        private long failed;
        private string? firstFailure;

        public void Add(ProbeResult result)
        {
            requests++;
            if (result.Problem is not null)
            {
                failed++;
                firstFailure ??= $"GET {result.Probe.Path.Path}: {result.Problem}";
                return;
            }

            milliseconds.Enqueue(result.Milliseconds);
            if (milliseconds.Count > MostTimes)
                milliseconds.Dequeue();
        }

        public SideSamples Read() => new([.. milliseconds], failed, firstFailure) { Requests = requests };
    }
}

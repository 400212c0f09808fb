using Frostline.Measurement;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>What the probes of a service brought so far.</summary>
internal sealed class ProbeSamples(IReadOnlyList<ProbePath> paths, TimeProvider clock)
{
    private static readonly TimeSpan LastMinute = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Queue<(long Due, bool Failed)> recent = [];
    private readonly Dictionary<(string Path, bool Candidate), Side> sides = paths
        .SelectMany(path => new[] { (path.Path, false), (path.Path, true) }).ToDictionary(key => key, _ => new Side());

    public void Add(ProbeResult result, bool candidate)
    {
        lock (gate)
        {
            var side = sides[(result.Probe.Path.Path, candidate)];
            if (result.Problem is null)
                side.Milliseconds.Add(result.Milliseconds);
            else if (++side.Failed == 1)
                side.FirstFailure = $"GET {result.Probe.Path.Path}: {result.Problem}";
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
        public List<double> Milliseconds { get; } = [];

        public long Failed { get; set; }

        public string? FirstFailure { get; set; }

        public SideSamples Read() => new([.. Milliseconds], Failed, FirstFailure);
    }
}

using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts.Judging;

/// <summary>Asks stable and candidate revision in alternation, path after path, so that a busy moment meets both.</summary>
internal sealed class PairedProbes(AnalysisTarget target, HttpClient client, AnalysisSettings settings, TimeProvider clock)
{
    public ProbeSamples Samples { get; } = new(target.Paths, clock);

    /// <summary>Asks for a time, then waits for the last answers.</summary>
    public async Task RunAsync(TimeSpan time, CancellationToken cancellation)
    {
        var request = new ProbeRequest(client, settings.ProbeTimeout, clock);
        var pulse = new Pulse(clock);
        var stable = new ProbeLanes(request, result => Record(result, isCandidate: false), cancellation);
        var candidate = new ProbeLanes(request, result => Record(result, isCandidate: true), cancellation);
        var interval = TimeSpan.FromSeconds(1) / (settings.PairsPerSecond * 2);
        await Cadence.BeatAsync(interval, time, clock, Beat, cancellation);
        await Task.WhenAll(stable.FinishAsync(), candidate.FinishAsync());

        void Record(ProbeResult result, bool isCandidate)
        {
            if (!result.IsOverdue || !pulse.StalledSince(result.Probe.Due))
                Samples.Add(result, isCandidate);
        }

        void Beat(long number, long due)
        {
            pulse.Beat(due);
            var (path, isCandidate) = Turn(number, target.Paths.Count);
            if (isCandidate)
                candidate.Add(new(target.CandidateHost, target.Paths[path], due));
            else if (target.StableHost is { } host)
                stable.Add(new(host, target.Paths[path], due));
        }
    }

    /// <summary>Which path a beat asks of whom: both of each pair the same path, and who comes first changes from round to round.</summary>
    internal static (int Path, bool IsCandidate) Turn(long beat, int paths)
    {
        var pair = beat / 2;
        return ((int)(pair % paths), (beat + pair / paths) % 2 == 1);
    }
}

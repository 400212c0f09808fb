using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Measuring;

/// <summary>The run over time, in at most 600 points: when there would be more, neighbours become one, so that a soak takes no more memory than a smoke.</summary>
internal sealed class Timeline(RunRecorder recorder)
{
    private const int MostPoints = 600;
    private readonly List<TimelinePoint> points = [];
    private Histogram before = Histogram.Empty;
    private (double Second, long Ended, long Failed) last;
    private double resolution = 1;

    public IReadOnlyList<TimelinePoint> Points => points;

    /// <summary>Takes what came since the last call.</summary>
    /// <param name="second">Since the start of the run.</param>
    /// <param name="stage">Index of the stage.</param>
    public void Tick(double second, int stage)
    {
        if (second - last.Second < resolution * 0.9)
            return;
        var now = recorder.All.Snapshot();
        var (ended, failed) = (recorder.Ended, recorder.Failed);
        points.Add(new(last.Second, second, stage, ended - last.Ended, failed - last.Failed, recorder.InFlight, now.Minus(before)));
        (before, last) = (now, (second, ended, failed));
        if (points.Count > MostPoints)
            Halve();
    }

    private void Halve()
    {
        var pairs = points.Chunk(2).Select(pair => pair.Length == 1 ? pair[0] : pair[0].With(pair[1])).ToList();
        points.Clear();
        points.AddRange(pairs);
        resolution *= 2;
    }
}

/// <summary>What happened in a piece of time.</summary>
/// <param name="From">Seconds since the start.</param>
/// <param name="To">Seconds since the start.</param>
/// <param name="Stage">Index of the stage at its end.</param>
/// <param name="Count">Requests that ended in it.</param>
/// <param name="Errors">Those of them that failed.</param>
/// <param name="InFlight">Requests waiting at its end.</param>
/// <param name="Response">Response times, in ticks.</param>
internal sealed record TimelinePoint(double From, double To, int Stage, long Count, long Errors, long InFlight, Histogram Response)
{
    public double Rate => Count / (To - From);

    public TimelinePoint With(TimelinePoint next) =>
        new(From, next.To, next.Stage, Count + next.Count, Errors + next.Errors, Math.Max(InFlight, next.InFlight), Response.Plus(next.Response));
}

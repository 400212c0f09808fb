using System.Globalization;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Schedules;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting;

/// <summary>
/// What somebody who waits is told: how it goes, every few seconds with what came since the last line or drawn over and over on a terminal,
/// and the verdict of each stage as soon as it is over.
/// </summary>
internal sealed class LiveLines(LoadRequest request, RunRecorder recorder, LiveView view)
{
    private const int Lines = 12;
    private const int BarWidth = 20;
    private const double Redrawn = 0.8;
    private readonly double length = LoadStages.Length(request.Stages).TotalSeconds;
    private Histogram before = Histogram.Empty;
    private (double Second, long Ended, long Failed) last;
    private (int Index, double Start) stage;

    public void Tick(double second)
    {
        JudgeUntil(second);
        if (second >= length)
            return;
        if (view.Draw is { } draw && second - last.Second >= Redrawn)
            draw(Line(second));
        else if (view.Draw is null && second - last.Second >= Math.Max(2, length / Lines))
            view.Print(Line(second));
    }

    /// <summary>Tells what no tick told, because this process was held up until the end.</summary>
    public void End(double second)
    {
        JudgeUntil(second);
        view.Print(Line(second));
    }

    private void JudgeUntil(double second)
    {
        while (stage.Index < request.Stages.Count - 1 && second >= stage.Start + request.Stages[stage.Index].Duration.TotalSeconds)
            Judge();
    }

    private void Judge()
    {
        var over = request.Stages[stage.Index];
        if (over.Measured)
            view.Print(LoadSummary.Of(ResultOf.Of(over, recorder.Stages[stage.Index], request.Objectives, (stage.Start, over.Duration.TotalSeconds))));
        stage = (stage.Index + 1, stage.Start + over.Duration.TotalSeconds);
    }

    private string Line(double second)
    {
        var now = recorder.All.Snapshot();
        var (ended, failed) = (recorder.Ended, recorder.Failed);
        var (since, seconds) = (now.Minus(before), Math.Max(0.001, second - last.Second));
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{Bar(second / length)} {second,4:0} s  {(ended - last.Ended) / seconds,8:0.0}/s  p50 {Ms(since, 0.5)}  p95 {Ms(since, 0.95)}  p99 {Ms(since, 0.99)} ms  {failed - last.Failed} errors  {recorder.InFlight} waiting");
        (before, last) = (now, (second, ended, failed));
        return line;
    }

    private static string Bar(double share)
    {
        var full = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}]";
    }

    private static string Ms(Histogram histogram, double share) =>
        TimeSpan.FromTicks(histogram.Quantile(share)).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(7);
}

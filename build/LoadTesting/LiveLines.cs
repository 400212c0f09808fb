using System.Globalization;
using Frostline.LoadTesting.Measuring;
using Frostline.LoadTesting.Schedules;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting;

/// <summary>What somebody who waits is told: every few seconds a line with what came since the last one.</summary>
internal sealed class LiveLines(IReadOnlyList<Stage> stages, RunRecorder recorder, Action<string> print)
{
    private const int Lines = 12;
    private const int BarWidth = 20;
    private readonly double length = LoadStages.Length(stages).TotalSeconds;
    private Histogram before = Histogram.Empty;
    private (double Second, long Ended, long Failed) last;

    public void Tick(double second)
    {
        if (second - last.Second >= Math.Max(2, length / Lines) && second < length)
            Print(second);
    }

    public void End(double second) => Print(second);

    private void Print(double second)
    {
        var now = recorder.All.Snapshot();
        var (ended, failed) = (recorder.Ended, recorder.Failed);
        var (since, seconds) = (now.Minus(before), Math.Max(0.001, second - last.Second));
        print(string.Create(CultureInfo.InvariantCulture,
            $"{Bar(second / length)} {second,4:0} s  {(ended - last.Ended) / seconds,8:0.0}/s  p50 {Ms(since, 0.5)}  p95 {Ms(since, 0.95)}  p99 {Ms(since, 0.99)} ms  {failed - last.Failed} errors  {recorder.InFlight} waiting"));
        (before, last) = (now, (second, ended, failed));
    }

    private static string Bar(double share)
    {
        var full = (int)(Math.Clamp(share, 0, 1) * BarWidth);
        return $"[{new string('#', full)}{new string('.', BarWidth - full)}]";
    }

    private static string Ms(Histogram histogram, double share) =>
        TimeSpan.FromTicks(histogram.Quantile(share)).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(7);
}

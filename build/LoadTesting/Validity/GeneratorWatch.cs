using System.Diagnostics;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Validity;

/// <summary>Watches the generator itself while it runs: how late the thread pool is, how long collections stop it, how busy its cores are.</summary>
internal sealed class GeneratorWatch : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly ManualResetEventSlim over = new();
    private readonly Recorder poolDelay = new();
    private readonly Thread thread;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TimeSpan gcBefore = GC.GetTotalPauseDuration();
    private readonly TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
    private readonly MachineCpu? machineBefore = MachineCpu.Read();

    public GeneratorWatch()
    {
        thread = new(Watch) { IsBackground = true, Name = "load generator watch" };
        thread.Start();
    }

    /// <summary>What was seen since the start.</summary>
    /// <param name="lag">From due to sent.</param>
    public GeneratorReading Read(Histogram lag)
    {
        var wall = Stopwatch.GetElapsedTime(started);
        return new(
            Milliseconds(lag.Quantile(0.99)), Milliseconds(lag.Largest), lag.Count,
            Milliseconds(poolDelay.Snapshot().Quantile(0.99)),
            (GC.GetTotalPauseDuration() - gcBefore) / wall * 100,
            (Environment.CpuUsage.TotalTime - cpuBefore) / wall / Environment.ProcessorCount * 100,
            MachineCpu.Read() is { } now && machineBefore is { } before ? now.BusySince(before) : null);
    }

    public void Dispose()
    {
        over.Set();
        thread.Join();
        over.Dispose();
    }

    private static double Milliseconds(long ticks) => TimeSpan.FromTicks(ticks).TotalMilliseconds;

    private void Watch()
    {
        while (!over.Wait(Pause))
        {
            var queued = Stopwatch.GetTimestamp();
            ThreadPool.UnsafeQueueUserWorkItem(start => poolDelay.Record(Stopwatch.GetElapsedTime(start)), queued, preferLocal: false);
        }
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Frostline.LoadTesting.Engines;

/// <summary>
/// Blocks a thread of its own until a moment, to within some ten microseconds and without burning a core: the kernel's absolute sleep on
/// Linux, on a <see cref="PunctualThread"/>. Elsewhere it waits to the millisecond and spins over the rest.
/// </summary>
internal static class PreciseWait
{
    private const int Monotonic = 1;
    private const int AbsoluteTime = 1;
    private static readonly long Longest = Stopwatch.Frequency / 20;

    /// <returns>False when it was cancelled before.</returns>
    public static bool Until(long timestamp, CancellationToken cancellation)
    {
        for (var now = Stopwatch.GetTimestamp(); now < timestamp; now = Stopwatch.GetTimestamp())
        {
            if (cancellation.IsCancellationRequested)
                return false;
            var next = Math.Min(timestamp, now + Longest);
            if (OperatingSystem.IsLinux())
                Sleep(next);
            else
                Spin(next, cancellation);
        }

        return !cancellation.IsCancellationRequested;
    }

    /// <summary>Stopwatch counts nanoseconds of this very clock.</summary>
    private static void Sleep(long timestamp)
    {
        var time = new Timespec { Seconds = timestamp / 1_000_000_000, Nanoseconds = timestamp % 1_000_000_000 };
        _ = ClockNanosleep(Monotonic, AbsoluteTime, in time, IntPtr.Zero);
    }

    private static void Spin(long timestamp, CancellationToken cancellation)
    {
        var milliseconds = (int)((timestamp - Stopwatch.GetTimestamp()) * 1000 / Stopwatch.Frequency) - 1;
        if (milliseconds > 0)
            cancellation.WaitHandle.WaitOne(milliseconds);
        while (Stopwatch.GetTimestamp() < timestamp)
            Thread.SpinWait(20);
    }

    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_nanosleep"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ClockNanosleep(int clock, int flags, in Timespec request, IntPtr remain);
}

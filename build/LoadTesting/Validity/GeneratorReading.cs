using System.Globalization;

namespace Frostline.LoadTesting.Validity;

/// <summary>How well the generator kept to its plan.</summary>
/// <param name="LagP99">Milliseconds from due to sent that 99 of 100 requests do not exceed.</param>
/// <param name="LagMax">The worst one.</param>
/// <param name="Requests">How many were measured.</param>
/// <param name="PoolDelayP99">Milliseconds that work waited for a thread: answers were noticed that much later than they came.</param>
/// <param name="GcPercent">Share of the time that collections stopped the generator.</param>
/// <param name="CpuPercent">Share of all cores that the generator itself used.</param>
/// <param name="MachinePercent">Share of all cores that were busy, whoever used them; null where that is not told.</param>
public sealed record GeneratorReading(
    double LagP99, double LagMax, long Requests, double PoolDelayP99, double GcPercent, double CpuPercent, double? MachinePercent)
{
    /// <summary>The most that a valid run may have.</summary>
    public const double MostLag = 10;

    public const double MostPoolDelay = 25;

    public const double MostGc = 3;

    public const double MostCpu = 80;

    public const double MostBusy = 90;

    /// <summary>Share of the time in which the thread that takes answers had some to take; 0 when there is no such thread.</summary>
    public double BusyPercent { get; init; }

    /// <summary>Generators that did not do their share.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>Why the run says nothing of the service; empty when it does.</summary>
    public IReadOnlyList<string> Reasons => [.. Checks()];

    private IEnumerable<string> Checks()
    {
        foreach (var problem in Problems)
            yield return problem;
        if (Requests == 0)
            yield return "no request was measured";
        if (LagP99 > MostLag)
            yield return Shown($"requests were sent late: p99 of the lag is {LagP99:0.0} ms, more than {MostLag} ms");
        if (PoolDelayP99 > MostPoolDelay)
            yield return Shown($"answers were noticed late: work waited {PoolDelayP99:0.0} ms for a thread (p99), more than {MostPoolDelay} ms");
        if (BusyPercent > MostBusy)
            yield return Shown($"answers waited for the generator: the thread that takes them was busy for {BusyPercent:0} % of the time, more than {MostBusy} %; share the load with --generators=2");
        if (GcPercent > MostGc)
            yield return Shown($"collections stopped the generator for {GcPercent:0.0} % of the time, more than {MostGc} %");
        if (CpuPercent > MostCpu)
            yield return Shown($"the generator used {CpuPercent:0} % of all cores, more than {MostCpu} %");
    }

    private static string Shown(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

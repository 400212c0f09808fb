using System.Globalization;

namespace Frostline.LoadTesting.Validity;

/// <summary>How busy the machine's cores were, whoever used them: <c>/proc/stat</c>, so only on Linux.</summary>
internal sealed record MachineCpu(long Busy, long Total)
{
    public static MachineCpu? Read()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        // user nice system idle iowait irq softirq steal; guest times are in user already.
        var total = fields.Take(8).Sum();
        return new(total - fields[3] - fields[4], total);
    }

    /// <summary>Percent of all cores.</summary>
    public double BusySince(MachineCpu before) => Total == before.Total ? 0 : 100.0 * (Busy - before.Busy) / (Total - before.Total);
}

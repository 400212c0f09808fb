using System.Diagnostics;
using System.Text.Json;

namespace LocalAzure.State;

/// <summary>Which process has a state folder: number and start time, because numbers are given out again.</summary>
internal sealed record ProcessRecord(int Id, long StartedTicks)
{
    public static void Write(string path)
    {
        using var current = Process.GetCurrentProcess();
        AtomicFile.Write(path, JsonSerializer.Serialize(new ProcessRecord(current.Id, current.StartTime.ToUniversalTime().Ticks), JsonSerializerOptions.Web));
    }

    /// <summary>Null when nobody has it: whoever ends takes the file away.</summary>
    public static ProcessRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ProcessRecord>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>That very process, if it still runs.</summary>
    public Process? Find()
    {
        try
        {
            var process = Process.GetProcessById(Id);
            // Start times are computed from the boot time, which a clock adjustment shifts a little.
            if (Math.Abs(process.StartTime.ToUniversalTime().Ticks - StartedTicks) < TimeSpan.TicksPerSecond * 2)
                return process;

            process.Dispose();
            return null;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}

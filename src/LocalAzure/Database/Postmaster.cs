using System.Diagnostics;
using System.Globalization;

namespace LocalAzure.Database;

/// <summary>What <c>postmaster.pid</c> says of the server that wrote it.</summary>
internal sealed record Postmaster(int ProcessId, DateTimeOffset Started)
{
    /// <summary>The file's clock and the process table's may be this far apart.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    public static Postmaster? Read(string dataFolder)
    {
        try
        {
            var lines = File.ReadAllLines(FileIn(dataFolder));
            return new(
                int.Parse(lines[0], CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(lines[2], CultureInfo.InvariantCulture)));
        }
        catch (Exception exception) when (exception is IOException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    public static string FileIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    /// <summary>Some process has the number.</summary>
    public bool NumberIsTaken => Look(_ => true);

    /// <summary>The process with that number is a PostgreSQL server, started when the file says.</summary>
    public bool IsRunning => Look(process =>
        process.ProcessName is "postgres" or "postmaster" && (process.StartTime.ToUniversalTime() - Started.UtcDateTime).Duration() < Tolerance);

    private bool Look(Func<Process, bool> isIt)
    {
        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return isIt(process) && !process.HasExited && !IsZombie();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Ended, and only kept in the table because nobody asked how: in containers, process 1 may take its time.</summary>
    private bool IsZombie()
    {
        var file = $"/proc/{ProcessId}/stat";
        if (!File.Exists(file))
            return false;
        var status = File.ReadAllText(file);
        return status.AsSpan(status.LastIndexOf(')') + 2).StartsWith("Z");
    }
}

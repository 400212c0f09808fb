using System.Globalization;

namespace Frostline.LoadTesting.Servers;

/// <summary>Processes of this machine, as the kernel tells of them under <c>/proc</c>.</summary>
/// <param name="processes">Their ids.</param>
public sealed class ProcessProbe(IReadOnlyList<int> processes) : IServerProbe
{
    private const double ClockTicksPerSecond = 100;

    public Task<ServerReading?> ReadAsync() => Task.FromResult(Read());

    private ServerReading? Read()
    {
        try
        {
            return processes.Count == 0 ? null : processes.Select(Read).Aggregate((one, other) => new(
                one.CpuSeconds + other.CpuSeconds, one.MemoryMegabytes + other.MemoryMegabytes, one.Handles + other.Handles, one.Threads + other.Threads, one.Connections + other.Connections));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FormatException)
        {
            // A replica was replaced: what is not whole is not told.
            return null;
        }
    }

    private static ServerReading Read(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        // The second field is a name that may hold anything: what follows its closing parenthesis is counted.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var handles = Directory.GetFileSystemEntries($"/proc/{process}/fd");
        return new(
            (Number(fields[11]) + Number(fields[12])) / ClockTicksPerSecond, Number(fields[21]) * Environment.SystemPageSize / 1e6,
            handles.Length, (int)Number(fields[17]), handles.Count(handle => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true));
    }

    private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}

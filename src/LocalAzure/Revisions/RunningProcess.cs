using System.Globalization;

namespace LocalAzure.Revisions;

/// <summary>A process as the kernel knows it. The start time tells it from a later one that was given the same id.</summary>
/// <param name="Id">Process id.</param>
/// <param name="Session">Id of its session's leader.</param>
/// <param name="StartTicks">Clock ticks from the machine's start to its own.</param>
internal sealed record RunningProcess(int Id, int Session, long StartTicks)
{
    /// <summary>Null when there is none, or only a zombie that waits for its parent.</summary>
    public static RunningProcess? Find(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The name stands in brackets and may hold anything, brackets too; the fields after it are numbered from 3 in proc(5).
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X"
            ? null
            : new RunningProcess(id, int.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    public static IEnumerable<RunningProcess> All()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Find(id) is { } process)
                yield return process;
        }
    }

    public bool IsRunning => Find(Id)?.StartTicks == StartTicks;

    /// <summary>The environment it was started with; empty when it is gone or another user's.</summary>
    public IReadOnlyDictionary<string, string> ReadEnvironment()
    {
        try
        {
            return File.ReadAllText($"/proc/{Id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries)
                .Select(entry => entry.Split('=', 2)).Where(pair => pair.Length == 2)
                .DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return new Dictionary<string, string>();
        }
    }

    /// <summary>Sends a signal, unless it has ended.</summary>
    public void Signal(int signal)
    {
        if (IsRunning)
            _ = Signals.Send(Id, signal);
    }
}

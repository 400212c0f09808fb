using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Frostline.Delivery.Processes;

/// <summary>
/// A process and what it started, ended politely first. A parent that obeys SIGTERM may leave children behind,
/// which nobody can trace to it afterwards: they are noted before the signal.
/// </summary>
internal sealed class ProcessTree(Process root)
{
    private const int Sigterm = 15;

    public async Task EndAsync(TimeSpan grace, TimeProvider time)
    {
        var descendants = OperatingSystem.IsLinux() ? Descendants(root.Id) : [];
        if (!OperatingSystem.IsWindows() && !root.HasExited)
        {
            _ = Kill(root.Id, Sigterm);
            await ExitedWithinAsync(grace, time);
        }

        if (!root.HasExited)
        {
            descendants = [.. descendants, .. OperatingSystem.IsLinux() ? Descendants(root.Id) : []];
            root.Kill(entireProcessTree: true);
        }

        foreach (var (processId, started) in descendants.Distinct())
        {
            KillIfStill(processId, started);
        }
    }

    private async Task ExitedWithinAsync(TimeSpan grace, TimeProvider time)
    {
        using var deadline = new CancellationTokenSource(grace, time);
        await root.WaitForExitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static void KillIfStill(int processId, string started)
    {
        if (Stat(processId)?.Started != started)
        {
            return;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended between the look and the blow, which is what was wanted.
        }
    }

    private static List<(int ProcessId, string Started)> Descendants(int rootId)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Stat: Stat(id)))
            .Where(process => process.Stat is not null)
            .ToLookup(process => process.Stat!.Value.Parent, process => (process.Id, process.Stat!.Value.Started));

        var found = new List<(int ProcessId, string Started)>();
        var open = new Queue<int>([rootId]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                open.Enqueue(child.Id);
            }
        }

        return found;
    }

    /// <summary>Parent and start time from <c>/proc/N/stat</c>; the name before them may hold spaces and brackets.</summary>
    private static (int Parent, string Started)? Stat(int processId)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{processId}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[19]);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}

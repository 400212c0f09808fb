using System.Globalization;
using System.Text;
using Frostline.LoadTesting.Servers;

namespace Frostline.Pipeline.LoadTests;

/// <summary>The processes that LocalAzure runs for an app of this checkout, told by what they run and by the platform's own variable.</summary>
internal static class LocalReplicas
{
    /// <returns>Null where processes cannot be looked at, or none is there.</returns>
    public static IServerProbe? Find(BuildContext context, string app)
    {
        if (!OperatingSystem.IsLinux() || context.Options.Cloud != "local" || context.Options.Load.Url is not null)
            return null;
        var processes = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && IsReplica(id, $"{context.Paths.State}/", $"CONTAINER_APP_NAME={app}")).ToList();
        return processes.Count == 0 ? null : new ProcessProbe(processes);
    }

    private static bool IsReplica(int process, string state, string variable)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process}/cwd").LinkTarget?.StartsWith(state, StringComparison.Ordinal) == true
                && Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ")).Split('\0').Contains(variable);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or is somebody else's.
            return false;
        }
    }
}

using System.Globalization;
using System.Text;
using Frostline.LoadTesting.Servers;

namespace Frostline.Pipeline.LoadTests;

/// <summary>The processes that LocalAzure runs for an app of this checkout, told by what they run and by the platform's own variable.</summary>
internal static class LocalReplicas
{
    /// <summary>Where replicas tell their metrics, if they do.</summary>
    private const string MetricsPath = "/metrics";

    /// <returns>Null where processes cannot be looked at, or none is there.</returns>
    public static ReplicaProbe? Find(BuildContext context, string app)
    {
        if (!OperatingSystem.IsLinux() || context.Options.Cloud != "local" || context.Options.Load.Url is not null)
            return null;
        var replicas = Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Select(id => (Id: id, Variables: id > 0 ? VariablesOf(id, $"{context.Paths.State}/") : null))
            .Where(process => process.Variables?.GetValueOrDefault("CONTAINER_APP_NAME") == app).ToList();
        return replicas.Count == 0 ? null : new(
            new([.. replicas.Select(replica => replica.Id)]),
            [.. replicas.Select(replica => replica.Variables!.GetValueOrDefault("PORT")).OfType<string>().Distinct().Select(port => new Uri($"http://127.0.0.1:{port}{MetricsPath}"))]);
    }

    /// <returns>Null when it runs something else, or is somebody else's.</returns>
    private static Dictionary<string, string>? VariablesOf(int process, string state)
    {
        try
        {
            if (new DirectoryInfo($"/proc/{process}/cwd").LinkTarget?.StartsWith(state, StringComparison.Ordinal) != true)
                return null;
            var variables = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var variable in Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/environ")).Split('\0'))
            {
                if (variable.Split('=', 2) is [var name, var value])
                    variables[name] = value;
            }

            return variables;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

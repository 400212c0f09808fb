using System.Security.Cryptography;
using System.Text;

namespace LocalAzure.Revisions;

/// <summary>Where replicas keep things in a state folder. Everything made here is for its owner only.</summary>
internal sealed class ReplicaFolders(string stateFolder)
{
    /// <summary>Names the state folder in the environment of its replicas.</summary>
    public string Id { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.TrimEndingDirectorySeparator(Path.GetFullPath(stateFolder)))))[..16];

    public string Ledger { get; } = Path.Combine(stateFolder, "replicas");

    public string LogFile(string revision, string replica) => Path.Combine(Logs, revision, replica + ".log");

    public string Home(string replica) => Path.Combine(stateFolder, "homes", replica);

    public string Logs { get; } = Path.Combine(stateFolder, "logs", "revisions");

    /// <summary>Deletes the logs of revisions nobody keeps, all but those that wrote last.</summary>
    public void PruneLogs(Func<string, bool> isKept, int othersKept)
    {
        if (!Directory.Exists(Logs))
            return;
        foreach (var folder in new DirectoryInfo(Logs).EnumerateDirectories().Where(folder => !isKept(folder.Name)).OrderByDescending(LastWritten).Skip(othersKept))
            Delete(folder);
    }

    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Two revisions ended at once, and the other one's end was quicker.
        }
    }

    private static DateTime LastWritten(DirectoryInfo folder) =>
        folder.EnumerateFiles().Select(file => file.LastWriteTimeUtc).DefaultIfEmpty(folder.LastWriteTimeUtc).Max();
}

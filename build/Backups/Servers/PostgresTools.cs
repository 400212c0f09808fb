using System.Text.RegularExpressions;
using Frostline.Delivery.Processes;

namespace Frostline.Backups.Servers;

/// <summary>pg_dump and pg_restore of one version.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Version">Such as <c>15.14</c>.</param>
internal sealed partial record PostgresTools(string Folder, string Version)
{
    private static readonly string[] Needed = ["pg_dump", "pg_restore"];
    private static readonly string[] Roots = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"];

    public int Major => int.Parse(Version.Split('.')[0]);

    public string Dump => Path.Combine(Folder, "pg_dump");

    public string Restore => Path.Combine(Folder, "pg_restore");

    /// <summary>The tools of the server's own version, else the next newer ones: pg_dump reads servers that are older than itself, never newer ones.</summary>
    /// <param name="serverMajor">The server's version, such as 15.</param>
    /// <param name="processes">Asks the tools for their versions.</param>
    /// <param name="searchPath">Folders to look in first, as in PATH; then where Debian keeps versions side by side.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="BackupException">There are none, or only older ones.</exception>
    public static async Task<PostgresTools> ForAsync(int serverMajor, ProcessRunner processes, string searchPath, CancellationToken cancellationToken)
    {
        var found = new List<PostgresTools>();
        foreach (var folder in Folders(searchPath))
        {
            var said = await processes.RunAsync(new Command(Path.Combine(folder, "pg_dump"), "--version") { Deadline = TimeSpan.FromSeconds(30) }, cancellationToken);
            if (Read(folder, said.StandardOutput) is { } tools)
                found.Add(tools);
        }

        return Choose(found, serverMajor);
    }

    /// <param name="folder">Where pg_dump is.</param>
    /// <param name="said">Its answer to <c>--version</c>.</param>
    internal static PostgresTools? Read(string folder, string said) => Number().Match(said) is { Success: true } version ? new(folder, version.Value) : null;

    internal static PostgresTools Choose(IReadOnlyList<PostgresTools> found, int serverMajor) =>
        found.Where(tools => tools.Major >= serverMajor).MinBy(tools => tools.Major) ?? throw new BackupException(found.Count == 0
            ? $"pg_dump: not on this machine. Install it, on Debian with: apt-get install postgresql-client-{serverMajor}."
            : $"pg_dump: the server is PostgreSQL {serverMajor}, this machine has pg_dump {string.Join(", ", found.Select(tools => tools.Version))}, which reads no newer servers than itself. "
                + $"Install the newer one, on Debian with: apt-get install postgresql-client-{serverMajor}.");

    private static IEnumerable<string> Folders(string searchPath)
    {
        // A link may lead to a wrapper that looks for another program by its own rules: what counts is where the program itself is.
        var linked = searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, "pg_dump")))
            .Where(file => file.Exists)
            .Select(file => file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName)
            .Where(file => Path.GetFileName(file) == "pg_dump")
            .Select(file => Path.GetDirectoryName(file)!);
        var installed = Roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Select(version => Path.Combine(version, "bin"));
        return linked.Concat(installed).Distinct().Where(folder => Needed.All(program => File.Exists(Path.Combine(folder, program))));
    }

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}

using System.Text.RegularExpressions;

namespace LocalAzure.Database;

/// <summary>A folder with the programs of one PostgreSQL version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private static readonly string[] Needed = ["postgres", "initdb", "pg_ctl"];
    private static readonly string[] Roots = ["/usr/lib/postgresql", "/usr/local/lib/postgresql"];

    public string Initdb => Path.Combine(Folder, "initdb");

    public string Control => Path.Combine(Folder, "pg_ctl");

    /// <summary>What this machine has, newest first: on PATH, and where Debian keeps versions side by side.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Folders().Where(HasAll).Distinct())
        {
            var version = await new PostgresCommand(Path.Combine(folder, "postgres"), ["--version"]).RunAsync(cancellationToken);
            if (MajorVersion().Match(version) is { Success: true } match)
                found.Add(new(folder, int.Parse(match.Value)));
        }

        return [.. found.OrderByDescending(binaries => binaries.Major)];
    }

    private static IEnumerable<string> Folders()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // initdb may be linked into PATH while the server is not: what counts is the folder that the link leads to.
        var linked = path.Select(folder => new FileInfo(Path.Combine(folder, "postgres")))
            .Where(file => file.Exists)
            .Select(file => file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName)
            .Select(file => Path.GetDirectoryName(file)!);
        var installed = Roots.Where(Directory.Exists).SelectMany(Directory.GetDirectories).Select(version => Path.Combine(version, "bin"));
        return linked.Concat(installed);
    }

    private static bool HasAll(string folder) => Needed.All(program => File.Exists(Path.Combine(folder, program)));

    [GeneratedRegex(@"\d+")]
    private static partial Regex MajorVersion();
}

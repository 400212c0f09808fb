using Frostline.Delivery.Processes;

namespace Frostline.Backups.Servers;

/// <summary>A database's schema as SQL, without rows, owners and privileges.</summary>
internal sealed class SchemaDump(BackupSite site)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5);

    /// <exception cref="BackupException">pg_dump failed.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        using var password = new PasswordFile(site.Server, site.Work);
        var file = site.Work.File("schema.sql");
        var command = new Command(site.Tools.Dump, "--schema-only", "--no-owner", "--no-privileges", "--lock-wait-timeout=60s", "--no-password", $"--file={file}")
        {
            Environment = ToolEnvironment.For(site.Server, site.Server.Database, password), Inherits = ToolEnvironment.Inherits, AllowAnyExitCode = true, Deadline = LongestRun,
        };
        var outcome = await site.Processes.RunAsync(command, cancellationToken);
        return outcome.ExitCode == 0
            ? string.Join('\n', (await File.ReadAllLinesAsync(file, cancellationToken)).Where(line => !IsOfThisRun(line)))
            : throw new BackupException($"pg_dump of {site.Server.Database} at {site.Server}: exit code {outcome.ExitCode}. {string.Join('\n', outcome.Lines.TakeLast(12).Select(line => line.Text))}");
    }

    /// <summary>Orders to psql with a word drawn by lot, which nobody but psql could read.</summary>
    private static bool IsOfThisRun(string line) => line.StartsWith("\\restrict ", StringComparison.Ordinal) || line.StartsWith("\\unrestrict ", StringComparison.Ordinal);
}

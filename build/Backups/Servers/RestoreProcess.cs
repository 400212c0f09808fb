using System.Globalization;
using Frostline.Delivery.Processes;

namespace Frostline.Backups.Servers;

/// <summary>pg_restore of an archive into an empty database, with parallel jobs.</summary>
internal sealed class RestoreProcess(PostgresTools tools, DatabaseServer server, PasswordFile password, ProcessRunner processes)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(12);

    /// <param name="archive">The archive, as a file.</param>
    /// <param name="database">Where to.</param>
    /// <param name="withOwners">Whether owners and privileges are restored too: their roles must then be there.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="BackupException">It failed, with the last of what it said.</exception>
    public async Task RunAsync(string archive, string database, bool withOwners, CancellationToken cancellationToken)
    {
        var jobs = Math.Clamp(Environment.ProcessorCount, 1, 8);
        string[] arguments =
        [
            "--exit-on-error", "--no-password", string.Create(CultureInfo.InvariantCulture, $"--jobs={jobs}"),
            $"--dbname={Quoted(database)}", .. withOwners ? Array.Empty<string>() : ["--no-owner", "--no-privileges"], archive,
        ];
        var variables = new Dictionary<string, string?>(ToolEnvironment.For(server, database, password))
        {
            // Nobody is told that it is there before a later commit, which is a lasting one, flushed all of it.
            ["PGOPTIONS"] = "-c synchronous_commit=off -c maintenance_work_mem=256MB",
        };
        var outcome = await processes.RunAsync(
            new Command(tools.Restore, arguments) { Environment = variables, Inherits = ToolEnvironment.Inherits, Deadline = LongestRun, AllowAnyExitCode = true }, cancellationToken);
        if (outcome.ExitCode != 0)
            throw new BackupException($"pg_restore into {database} at {server}: exit code {outcome.ExitCode}. {string.Join('\n', outcome.Lines.TakeLast(12).Select(line => line.Text))}");
    }

    /// <summary>Else a name with an equals sign would be read as a whole connection string.</summary>
    private static string Quoted(string database) =>
        $"dbname='{database.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

using System.ComponentModel;
using System.Diagnostics;
using Frostline.Delivery;

namespace Frostline.Backups.Servers;

/// <summary>pg_dump, writing an archive in the custom format, not packed, to a stream: packing is done with all processors by whoever reads it.</summary>
internal sealed class DumpProcess(PostgresTools tools, DatabaseServer server, PasswordFile password)
{
    private static readonly TimeSpan LongestRun = TimeSpan.FromHours(12);

    /// <param name="snapshot">What of the database is seen, as <c>pg_export_snapshot</c> names it.</param>
    /// <param name="read">Reads the archive to its end.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    /// <exception cref="BackupException">It failed, with the last of what it said.</exception>
    public async Task<T> RunAsync<T>(string snapshot, Func<Stream, CancellationToken, Task<T>> read, TimeProvider time, CancellationToken cancellationToken)
    {
        using var deadline = new Deadline(LongestRun, time, cancellationToken);
        using var process = Start(snapshot);
        var said = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            var result = await read(process.StandardOutput.BaseStream, deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode == 0 ? result : throw new BackupException($"pg_dump of {server.Database} at {server}: exit code {process.ExitCode}. {Tail(await said)}");
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw new BackupException($"pg_dump of {server.Database} at {server}: still running after {LongestRun:c}; it was ended.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(string snapshot)
    {
        var start = new ProcessStartInfo(tools.Dump, ["--format=custom", "--compress=0", $"--snapshot={snapshot}", "--lock-wait-timeout=60s", "--no-password"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => !ToolEnvironment.Inherits(name)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in ToolEnvironment.For(server, server.Database, password))
            start.Environment[name] = value;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception cause)
        {
            throw new BackupException($"{tools.Dump}: could not be started ({cause.Message}).", cause);
        }
    }

    private static string Tail(string text) => string.Join('\n', text.Trim().Split('\n').TakeLast(12));
}

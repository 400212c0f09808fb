using System.Diagnostics;

namespace LocalAzure.Database;

/// <summary>Runs one program to its end, with a deadline; standard output and error are kept.</summary>
/// <param name="Input">Written to standard input: the way for secrets, which command lines and environments would show.</param>
internal sealed record PostgresCommand(string Program, IReadOnlyList<string> Arguments, string Input = "")
{
    private static readonly string[] KeptVariables =
        ["PATH", "HOME", "DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "http_proxy", "https_proxy", "no_proxy"];

    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <exception cref="DatabaseServerException">It failed: with the last of what it said.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var (exitCode, output) = await TryAsync(cancellationToken);
        return exitCode == 0 ? output : throw new DatabaseServerException($"{this} failed with exit code {exitCode}: {Tail(output)}");
    }

    /// <exception cref="DatabaseServerException">It could not be started, or did not end in time.</exception>
    public async Task<(int ExitCode, string Output)> TryAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteInputAsync(process, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, (await output + await error).Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DatabaseServerException($"{this} did not end within {Deadline.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public override string ToString() => $"{Path.GetFileName(Program)} {(Arguments.Count > 0 ? Arguments[0] : "")}".TrimEnd();

    private Process Start()
    {
        // The working directory of the caller may be closed to the account that the program drops to.
        var start = new ProcessStartInfo(Program, Arguments)
        {
            WorkingDirectory = "/", RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        // PGDATA, PGPORT, PGOPTIONS and their like would steer the server from outside.
        foreach (var name in start.Environment.Keys.Except(KeptVariables).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new DatabaseServerException($"{Program} could not be started: {exception.Message}.", exception);
        }
    }

    private async Task WriteInputAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(Input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading: its exit code tells why.
        }
    }

    private static string Tail(string text) => string.Join('\n', text.Split('\n').TakeLast(12));
}

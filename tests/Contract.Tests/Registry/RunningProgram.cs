using System.Diagnostics;

namespace Contract.Tests.Registry;

/// <summary>What a program printed, standard output and error together, and how it ended.</summary>
internal sealed record RunningProgram(int ExitCode, string Output)
{
    /// <summary>Runs to the end, with a secret on standard input when there is one; after the deadline it and its children are killed.</summary>
    public static async Task<RunningProgram> RunAsync(string program, IEnumerable<string> arguments, string? input, TimeSpan deadline)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
            Environment = { ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(deadline);
        try
        {
            if (input is not null) await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var errors = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new RunningProgram(process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)}: not within {deadline.TotalSeconds:0} s.");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}

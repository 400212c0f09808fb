using System.ComponentModel;
using System.Diagnostics;

namespace Frostline.Delivery.Processes;

/// <summary>Runs programs: live lines, kept output, a deadline, and no process left when cancelled.</summary>
public sealed class ProcessRunner(TimeProvider time)
{
    /// <summary>A background child may inherit the pipes and keep them open after the program ended: so long without a line is the end.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>A background child that talks is listened to no longer.</summary>
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(30);

    /// <summary>Runs the command to its end.</summary>
    /// <exception cref="ProcessFailedException">Exit code other than 0, unless any is allowed.</exception>
    /// <exception cref="ProcessDeadlineException">Still running at its deadline.</exception>
    /// <exception cref="ProcessNotStartedException">No such program.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program and its children are gone.</exception>
    public async Task<ProcessOutcome> RunAsync(Command command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var output = new CapturedOutput(new Redaction(command.Secrets), command.OnLine);
        var start = time.GetTimestamp();
        using var process = Start(command);
        var streams = Task.WhenAll(
            ReadAsync(process.StandardOutput, line => output.Add(line, isError: false)),
            ReadAsync(process.StandardError, line => output.Add(line, isError: true)),
            WriteAsync(process, command.StandardInput));

        using var deadline = new CancellationTokenSource(command.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            await new ProcessTree(process).EndAsync(command.Grace, time);
            await DrainAsync(streams, output);
            cancellationToken.ThrowIfCancellationRequested();
            throw new ProcessDeadlineException(command.ToString(), command.Deadline, output.LastLines);
        }

        await DrainAsync(streams, output);
        if (process.ExitCode != 0 && !command.AllowAnyExitCode)
        {
            throw new ProcessFailedException(command.ToString(), process.ExitCode, output.LastLines);
        }

        return new ProcessOutcome(process.ExitCode, output.Lines, time.GetElapsedTime(start));
    }

    private static Process Start(Command command)
    {
        var start = new ProcessStartInfo(command.File, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => !command.Inherits(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in command.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception cause)
        {
            throw new ProcessNotStartedException(command.ToString(), command.File, cause);
        }
    }

    private static async Task ReadAsync(StreamReader reader, Action<string> add)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            add(line);
        }
    }

    private static async Task WriteAsync(Process process, string? text)
    {
        try
        {
            await process.StandardInput.WriteAsync(text);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, without reading: its right.
        }
    }

    private async Task DrainAsync(Task streams, CapturedOutput output)
    {
        var (start, before) = (time.GetTimestamp(), -1);
        while (before != output.Added && time.GetElapsedTime(start) < LongestDrain)
        {
            before = output.Added;
            try
            {
                await streams.WaitAsync(Silence, time);
                return;
            }
            catch (TimeoutException)
            {
                // Somebody else holds the pipe, or this machine is slow to read what is in it; what was printed until silence is all there is to say.
            }
        }
    }
}

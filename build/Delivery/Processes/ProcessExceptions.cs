namespace Frostline.Delivery.Processes;

/// <summary>A program did not do its work. The message is for people: command, fact, last lines.</summary>
public abstract class ProcessException(string command, string fact, IReadOnlyList<string> lastLines, Exception? cause = null)
    : DeliveryException(string.Join('\n', lastLines.Select(line => $"  {line}").Prepend($"{command}: {fact}")), cause)
{
    /// <summary>The command as one redacted line.</summary>
    public string Command { get; } = command;

    /// <summary>At most its last 20 lines, redacted.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;
}

/// <summary>A program ended with an exit code other than 0.</summary>
public sealed class ProcessFailedException(string command, int exitCode, IReadOnlyList<string> lastLines)
    : ProcessException(command, $"exit code {exitCode}.", lastLines)
{
    /// <summary>Its exit code; 128 + signal when a signal ended it.</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>A program ran longer than its deadline and was ended with everything it had started.</summary>
public sealed class ProcessDeadlineException(string command, TimeSpan deadline, IReadOnlyList<string> lastLines)
    : ProcessException(command, $"still running after {deadline:c}; it was ended.", lastLines)
{
    /// <summary>The time it had.</summary>
    public TimeSpan Deadline { get; } = deadline;
}

/// <summary>A program could not be started: it is not there, or may not be run.</summary>
public sealed class ProcessNotStartedException(string command, string file, Exception cause)
    : ProcessException(command, $"'{file}' could not be started ({cause.Message}). Install it or put it on PATH.", [], cause)
{
    /// <summary>The program that was looked for.</summary>
    public string File { get; } = file;
}

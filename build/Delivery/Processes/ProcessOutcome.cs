namespace Frostline.Delivery.Processes;

/// <summary>What a process left behind.</summary>
/// <param name="ExitCode">Its exit code; 128 + signal when a signal ended it.</param>
/// <param name="Lines">The last lines of both streams in order of arrival, at most about four million characters.</param>
/// <param name="Duration">From start to end.</param>
public sealed record ProcessOutcome(int ExitCode, IReadOnlyList<ProcessLine> Lines, TimeSpan Duration)
{
    /// <summary>The kept lines of standard output, joined by line feeds.</summary>
    public string StandardOutput => Joined(error: false);

    /// <summary>The kept lines of standard error, joined by line feeds.</summary>
    public string StandardError => Joined(error: true);

    private string Joined(bool error) =>
        string.Join('\n', Lines.Where(line => line.IsError == error).Select(line => line.Text));
}

using Frostline.Hosting.CommandLine;
using Frostline.Hosting.Output;

namespace Frostline.Hosting.Running;

/// <summary>Prints failures where they happen and remembers the first of the run.</summary>
internal sealed class FailureLog(Transcript transcript)
{
    private readonly Lock gate = new();

    /// <summary>Set when the program's own classifier could be constructed.</summary>
    public IFailureClassifier Classifier { get; set; } = new DefaultFailureClassifier();

    public Exception? First { get; private set; }

    public void Add(string? where, Exception exception)
    {
        lock (gate)
            First ??= exception;
        Print(where, exception);
    }

    /// <summary>What an exception that is not the first of its task or lifetime has to say; it never replaces the first.</summary>
    public void AddLater(string where, Exception exception) => Print($"{where}, after the error above", exception);

    /// <summary>1, 2 or 3 as the first failure is classified; 0 when there is none.</summary>
    public int ExitCode => First is null ? 0 : Math.Max(1, Classify(First).ExitCode);

    private void Print(string? where, Exception exception)
    {
        transcript.WriteLine(transcript.Profile.Error(where is null ? exception.Message : $"{where}: {exception.Message}"));
        if (!Classify(exception).Expected)
            transcript.WriteLine(exception.ToString());
    }

    private Failure Classify(Exception exception) => exception is UsageException
        ? new Failure(ExitCode: 2, Expected: true)
        : Classifier.Classify(exception);
}

namespace Frostline.Delivery.Processes;

/// <summary>Keeps the last lines of a process and hands each on, one at a time.</summary>
internal sealed class CapturedOutput(Redaction redaction, Action<ProcessLine>? onLine)
{
    private const int MostCharacters = 4_000_000;
    private const int LastLineCount = 20;

    private readonly Lock gate = new();
    private readonly Queue<ProcessLine> lines = new();
    private int characters;
    private int added;

    /// <summary>How many lines came so far.</summary>
    public int Added => Volatile.Read(ref added);

    public void Add(string text, bool isError)
    {
        var line = new ProcessLine(redaction.Apply(text), isError);
        lock (gate)
        {
            lines.Enqueue(line);
            Interlocked.Increment(ref added);
            characters += line.Text.Length + 1;
            while (characters > MostCharacters && lines.Count > 1)
            {
                characters -= lines.Dequeue().Text.Length + 1;
            }

            onLine?.Invoke(line);
        }
    }

    public IReadOnlyList<ProcessLine> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    public IReadOnlyList<string> LastLines => [.. Lines.TakeLast(LastLineCount).Select(line => line.Text)];
}

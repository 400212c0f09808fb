using System.Text.Json;

namespace Frostline.Delivery.Rollouts;

/// <summary>The journal of a rollout or rollback that never came to its outcome.</summary>
internal sealed class CutOffJournal
{
    private readonly string path;

    private CutOffJournal(string path) => this.path = path;

    /// <summary>Identity of the run.</summary>
    public string Id => Path.GetFileName(Path.GetDirectoryName(path)!);

    /// <summary>Those in an environment's folder, oldest first.</summary>
    public static IReadOnlyList<CutOffJournal> FindAll(string folder) => !Directory.Exists(folder) ? [] :
    [
        .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
            .Where(run => File.Exists(Path.Combine(run, "journal.jsonl")) && !File.Exists(Path.Combine(run, "outcome.json")))
            .Select(run => new CutOffJournal(Path.Combine(run, "journal.jsonl"))),
    ];

    public async Task<IReadOnlyList<OpenEffect>> OpenAsync(CancellationToken cancellation) =>
        Open((await File.ReadAllLinesAsync(path, cancellation)).Select(JournalLine.Parse).OfType<JournalLine>());

    /// <summary>Writes down how an effect ended, so that nobody waits for it again.</summary>
    public async Task CloseAsync(OpenEffect effect, string? error, DateTimeOffset now)
    {
        var line = new JournalLine(now, error is null ? "end" : "fail", effect.Step, effect.Subject, error);
        // The cut-off run may have left half a line.
        await File.AppendAllTextAsync(path, $"\n{JsonSerializer.Serialize(line, JournalLine.Json)}\n", CancellationToken.None);
    }

    /// <summary>Effects that began, led to an operation of the platform, and have no end.</summary>
    internal static IReadOnlyList<OpenEffect> Open(IEnumerable<JournalLine> lines)
    {
        var open = new Dictionary<(string, string), OpenEffect>();
        foreach (var line in lines.Where(line => line.Subject is not null))
        {
            if (line is { Mark: Journal.Accepted, Detail: { } address })
                open[(line.Step, line.Subject!)] = new(line.Step, line.Subject!, address);
            else
                open.Remove((line.Step, line.Subject!));
        }

        return [.. open.Values];
    }
}

/// <summary>Something that an earlier run began and nobody saw the end of.</summary>
/// <param name="Step">The effect, such as <c>shift</c>.</param>
/// <param name="Subject">The app or revision.</param>
/// <param name="Operation">Address of the platform's operation.</param>
internal sealed record OpenEffect(string Step, string Subject, string Operation);

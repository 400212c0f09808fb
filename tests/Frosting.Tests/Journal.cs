using System.Collections.Concurrent;

namespace Frosting.Tests;

/// <summary>What happened in a run, in order. The tasks of a test write it, the test reads it.</summary>
public sealed class Journal
{
    private readonly ConcurrentQueue<string> entries = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> signals = new();

    private int inside;

    public IReadOnlyList<string> Entries => [.. entries];

    public void Add(string entry)
    {
        entries.Enqueue(entry);
        Signal(entry).TrySetResult();
    }

    /// <summary>Waits until somebody adds the entry, a minute at most.</summary>
    public Task Until(string entry) => Signal(entry).Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <summary>How many are inside now, the caller included.</summary>
    public int Enter() => Interlocked.Increment(ref inside);

    public void Leave() => Interlocked.Decrement(ref inside);

    private TaskCompletionSource Signal(string entry) =>
        signals.GetOrAdd(entry, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

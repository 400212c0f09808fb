using System.Collections.Concurrent;

namespace Contract.Tests.Kills;

/// <summary>The lines of a journal, or writes of a state, at which somebody is still to be killed: one stage counts them, and all take from them.</summary>
/// <param name="apart">A normal run takes one of so many.</param>
internal sealed class DueLines(int apart)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly ConcurrentQueue<int> due = new();
    private readonly TaskCompletionSource<int> counted = new();

    /// <summary>How many there are; fails as the counting did, so that nobody waits for what will not come.</summary>
    public Task<int> Counted => counted.Task.WaitAsync(Deadline);

    /// <param name="run">A whole run, which answers how many it had.</param>
    public async Task CountAsync(Func<Task<int>> run)
    {
        try
        {
            var lines = await run();
            foreach (var line in Spread.Of(lines, apart))
                due.Enqueue(line);
            counted.SetResult(lines);
        }
        catch (Exception error)
        {
            counted.SetException(error);
        }
    }

    public bool TryTake(out int line) => due.TryDequeue(out line);
}

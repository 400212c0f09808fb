namespace Frostline.Backups.Servers;

/// <summary>Work that is done side by side: when one part fails the others are ended, and its error is the one that is told.</summary>
internal static class FirstFailure
{
    /// <param name="ending">Ends all parts.</param>
    /// <param name="parts">What is under way.</param>
    public static async Task OfAsync(CancellationTokenSource ending, params Task[] parts)
    {
        await foreach (var ended in Task.WhenEach(parts).WithCancellation(CancellationToken.None))
        {
            if (ended.IsCompletedSuccessfully)
                continue;
            await ending.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended;
        }
    }
}

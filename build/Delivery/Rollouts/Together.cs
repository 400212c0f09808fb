namespace Frostline.Delivery.Rollouts;

/// <summary>One piece of work for every service, all at once.</summary>
internal static class Together
{
    /// <summary>The first error ends the others and is the one that counts.</summary>
    public static async Task OrNotAtAllAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task? failed = null;
        await foreach (var done in Task.WhenEach([.. items.Select(item => work(item, together.Token))]))
        {
            if (done.IsCompletedSuccessfully || failed is not null)
                continue;
            failed = done;
            await together.CancelAsync();
        }

        await (failed ?? Task.CompletedTask);
    }

    /// <summary>An error ends nothing; the first one counts once all have ended.</summary>
    public static Task ToTheEndAsync<T>(IEnumerable<T> items, Func<T, Task> work) => Task.WhenAll([.. items.Select(work)]);
}

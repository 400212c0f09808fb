using System.Threading.Channels;

namespace Frostline.Backups.Sealing;

/// <summary>Works on parts beside each other and takes the results in the order of the parts; only so many are under way at once.</summary>
internal static class InOrder
{
    private static readonly int AtOnce = Math.Clamp(Environment.ProcessorCount, 1, 8) * 2;

    public static async Task RunAsync(IAsyncEnumerable<Func<byte[]>> parts, Func<byte[], Task> take, CancellationToken cancellationToken)
    {
        var working = Channel.CreateBounded<Task<byte[]>>(AtOnce);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = ProduceAsync(parts, working.Writer, ending.Token);
        try
        {
            await foreach (var result in working.Reader.ReadAllAsync(cancellationToken))
                await take(await result);
        }
        catch
        {
            await ending.CancelAsync();
            await producing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await producing;
    }

    private static async Task ProduceAsync(IAsyncEnumerable<Func<byte[]>> parts, ChannelWriter<Task<byte[]>> working, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var part in parts.WithCancellation(cancellationToken))
                await working.WriteAsync(Task.Run(part, CancellationToken.None), cancellationToken);
            working.Complete();
        }
        catch (Exception failure)
        {
            working.Complete(failure);
            throw;
        }
    }
}

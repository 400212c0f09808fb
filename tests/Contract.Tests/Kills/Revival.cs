using Frostline.Delivery.Platforms;

namespace Contract.Tests.Kills;

/// <summary>Starts LocalAzure again whenever it died, as a platform comes back by itself.</summary>
internal sealed class Revival : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;
    private int times;

    public Revival(LocalAzureLocation location) => watching = Task.Run(() => WatchAsync(location));

    /// <summary>How often it died.</summary>
    public int Times => Volatile.Read(ref times);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        stop.Dispose();
    }

    private async Task WatchAsync(LocalAzureLocation location)
    {
        var process = await ProcessIdAsync(location);
        while (!stop.IsCancellationRequested)
        {
            (await LocalAzureProgram.EnsureRunningAsync(location, CancellationToken.None)).Dispose();
            if (await ProcessIdAsync(location) is var now && now != process)
            {
                process = now;
                Interlocked.Increment(ref times);
            }

            await Task.Delay(Pause);
        }
    }

    private static async Task<int> ProcessIdAsync(LocalAzureLocation location) =>
        (await LocalAzureDescription.ReadAsync(location.StateFolder, CancellationToken.None))!.ProcessId;
}

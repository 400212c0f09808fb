using System.Diagnostics;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace OtherPipeline;

/// <summary>A promotion or rollback that ends by <c>kill -9</c> as soon as a line of its journal is on disk. What it tells goes to standard output.</summary>
internal sealed class Doomed(DoomedRun order, IPlatform platform, PipelineSettings settings) : IProgress<RolloutProgress>
{
    private int lines;

    /// <returns>0 when it came to its end before that line.</returns>
    public static async Task<int> RunAsync(DoomedRun order)
    {
        using var platform = await LocalAzureProgram.FindAsync(new LocalAzureLocation(order.StateFolder, null), CancellationToken.None)
            ?? throw new InvalidOperationException($"{order.StateFolder}: no LocalAzure is running there.");
        var settings = StageSettings.Pipeline(order.Stage, StageSettings.Hasty(StageSettings.Environment(order.Stage), order.Standby));
        var pipeline = new Doomed(order, platform, settings);
        await (order.Version is { } version ? pipeline.PromoteAsync(version) : pipeline.RollBackAsync());
        return 0;
    }

    public void Report(RolloutProgress value) => Console.WriteLine(value);

    private async Task PromoteAsync(string version)
    {
        var options = new RolloutOptions { Environment = "staging", Folder = order.Folder, Ledger = new PlatformLedger(platform, settings), Actor = "doomed@here", Judged = true };
        await new Rollout(platform, settings, options, TimeProvider.System) { Journaled = Count }.RunAsync(StageSettings.Release(version, order.Image), this, CancellationToken.None);
    }

    private async Task RollBackAsync()
    {
        var options = new RollbackOptions { Environment = "staging", Folder = order.Folder, Ledger = new PlatformLedger(platform, settings), Actor = "doomed@here" };
        await new Rollback(platform, settings, options, TimeProvider.System) { Journaled = Count }.RunAsync(this, CancellationToken.None);
    }

    private void Count(string mark, string step, string? subject)
    {
        if (Interlocked.Increment(ref lines) == order.LastLine)
            Process.GetCurrentProcess().Kill();
    }
}

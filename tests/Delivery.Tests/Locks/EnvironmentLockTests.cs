using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Locks;
using Testing;

namespace Delivery.Tests.Locks;

public sealed class EnvironmentLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new("lock");

    [Fact]
    public async Task Take_WhenFree_HoldsUntilDisposed()
    {
        await using (var taken = await TakeAsync("staging"))
            (await StatusAsync("staging")).ShouldBe(taken.Holder);

        (await StatusAsync("staging")).ShouldBeNull();
    }

    [Fact]
    public async Task Take_WhenSomebodyHoldsIt_IsRefusedWithWhoSinceWhenAndWhatToDo()
    {
        await using var taken = await TakeAsync("staging");

        var refused = await Should.ThrowAsync<RefusedException>(() => TakeAsync("staging"));

        refused.Message.ShouldBe($"'staging' is locked by {taken.Holder}. Wait for it to end, or free the lock with ./build.sh --target=Lock --lock=release.");
        taken.Holder.ToString().ShouldContain($"(process {Environment.ProcessId}, DeployStaging) since ");
    }

    [Fact]
    public async Task Take_OfAnotherEnvironment_IsNotRefused()
    {
        await using var staging = await TakeAsync("staging");
        await using var production = await TakeAsync("production");

        (await StatusAsync("production")).ShouldBe(production.Holder);
    }

    [Fact]
    public async Task Take_WhenTheHolderIsGone_TakesItOver()
    {
        await using var taken = await TakeAsync("staging");
        await RewriteAsync(taken.Holder with { ProcessStart = taken.Holder.ProcessStart.AddHours(-1) });

        await using var next = await TakeAsync("staging");

        (await StatusAsync("staging")).ShouldBe(next.Holder);
    }

    [Fact]
    public async Task Take_WhenTheHeartbeatStopped_TakesItOver()
    {
        await using var taken = await TakeAsync("staging");
        await RewriteAsync(taken.Holder with { Host = "elsewhere", Heartbeat = taken.Holder.Heartbeat.AddMinutes(-2) });

        await using var next = await TakeAsync("staging");

        next.Holder.Id.ShouldNotBe(taken.Holder.Id);
    }

    [Fact]
    public async Task Take_WhenTheHolderOfThisMachineLivesButSlept_IsRefused()
    {
        await using var taken = await TakeAsync("staging");
        await RewriteAsync(taken.Holder with { Heartbeat = taken.Holder.Heartbeat.AddMinutes(-2) });

        await Should.ThrowAsync<RefusedException>(() => TakeAsync("staging"));
    }

    [Fact]
    public async Task Take_CancelledWhileSomebodyReads_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        using var guard = new FileStream(Path.Combine(folder.Path, ".guard"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var taking = EnvironmentLock.TakeAsync(folder.Path, "staging", "DeployStaging", TimeProvider.System, cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => taking);
    }

    [Fact]
    public async Task Dispose_AfterATakeOver_LeavesTheNewHolderAlone()
    {
        var taken = await TakeAsync("staging");
        await RewriteAsync(taken.Holder with { Id = "somebody else" });

        await taken.DisposeAsync();

        (await StatusAsync("staging"))!.Id.ShouldBe("somebody else");
    }

    [Fact]
    public async Task Release_FreesItWhoeverHoldsIt()
    {
        await using var taken = await TakeAsync("staging");

        (await EnvironmentLock.ReleaseAsync(folder.Path, "staging", TimeProvider.System, CancellationToken.None)).ShouldBe(taken.Holder);

        (await StatusAsync("staging")).ShouldBeNull();
    }

    public void Dispose() => folder.Dispose();

    private Task<EnvironmentLock> TakeAsync(string environment) =>
        EnvironmentLock.TakeAsync(folder.Path, environment, "DeployStaging", TimeProvider.System, CancellationToken.None);

    private Task<LockHolder?> StatusAsync(string environment) =>
        EnvironmentLock.StatusAsync(folder.Path, environment, TimeProvider.System, CancellationToken.None);

    private Task RewriteAsync(LockHolder holder) =>
        File.WriteAllTextAsync(Path.Combine(folder.Path, "staging.json"), JsonSerializer.Serialize(holder, DeliveryJson.Options));
}

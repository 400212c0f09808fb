using System.Collections.Concurrent;
using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Locks;
using Testing;

namespace Contract.Tests;

/// <summary>The lock of an environment among machines: tags in the platform.</summary>
public sealed class EnvironmentLockTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Take_WhenFree_HoldsUntilDisposed()
    {
        await using var stage = new Stage(azure, "lock-free");

        await using (var taken = await TakeAsync(stage))
        {
            (await StatusAsync(stage))!.ToString().ShouldBe(taken.Holder.ToString());
            taken.Holder.ToString().ShouldContain($"(process {Environment.ProcessId}, DeployStaging) since ");
            taken.Holder.ToString().ShouldEndWith("Z, https://build.example/runs/7");
        }

        (await StatusAsync(stage)).ShouldBeNull();
        (await stage.Apps.Tags.ReadAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Take_WhenSomebodyHoldsIt_IsRefusedWithWhoSinceWhenAndWhatToDo()
    {
        await using var stage = new Stage(azure, "lock-held");
        await using var taken = await TakeAsync(stage);

        var refused = await Should.ThrowAsync<RefusedException>(() => TakeAsync(stage));

        refused.Message.ShouldBe(
            $"'staging' is locked by {taken.Holder}. Wait for it to end, or free the lock with ./build.sh --target=Lock --environment=staging --lock=release.");
    }

    [Fact]
    public async Task Take_ByTenAtOnce_IsGivenToOneAtMost()
    {
        await using var stage = new Stage(azure, "lock-race");
        await stage.Apps.Tags.EnsureAsync(CancellationToken.None);
        var held = 0;
        var seen = new ConcurrentBag<int>();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                await using var taken = await TakeAsync(stage, beat: TimeSpan.FromMilliseconds(100));
                seen.Add(Interlocked.Increment(ref held));
                await Eventually.Is(async () => (await StatusAsync(stage))?.Id == taken.Holder.Id);
                Interlocked.Decrement(ref held);
            }
            catch (RefusedException)
            {
                // Somebody else has it, or had it a moment ago.
            }
        }));

        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(many => many == 1);
        (await StatusAsync(stage)).ShouldBeNull();
    }

    [Theory]
    [InlineData("PATCH")]
    [InlineData("GET")]
    public async Task Take_ByTwoWhoMakeTheGroupAtOnce_IsGivenToOneAtMost_ThoughTheClaimOfOneIsDroppedAfterIt(string call)
    {
        await using var stage = new Stage(azure, $"lock-first-{call.ToLowerInvariant()}");
        var group = $"/resourceGroups/{stage.Environment.ResourceGroup}";
        var (puts, claims, bothWantTo, dropIt) = (0, 0, new TaskCompletionSource(), new TaskCompletionSource());
        azure.Proxy.Before = async (method, path) =>
        {
            if (method != "PUT" || !path.EndsWith(group, StringComparison.Ordinal))
                return;
            var first = Interlocked.Increment(ref puts) == 1;
            if (!first)
                bothWantTo.TrySetResult();
            await (first ? bothWantTo : dropIt).Task;
        };
        azure.Proxy.After = (method, path) =>
        {
            if (!path.Contains($"{group}/", StringComparison.Ordinal) || (method == "PATCH" ? Interlocked.Increment(ref claims) : claims) == 0)
                return;
            if (method == call)
                dropIt.TrySetResult();
        };

        var both = await Task.WhenAll(Try(), Try());

        puts.ShouldBe(2);
        await Eventually.Is(() => both.Count(Holds) == 1);
        await using var holder = both.Single(Holds);
        (await StatusAsync(stage))!.Id.ShouldBe(holder!.Holder.Id);

        static bool Holds(EnvironmentLock? taken) => taken is { Lost.IsCancellationRequested: false };

        async Task<EnvironmentLock?> Try()
        {
            try
            {
                return await TakeAsync(stage, beat: TimeSpan.FromMilliseconds(100));
            }
            catch (RefusedException)
            {
                return null;
            }
        }
    }

    [Fact]
    public async Task Take_WhenTheHoldersProcessIsGone_TakesItOverAtOnceAndSaysSo()
    {
        await using var stage = new Stage(azure, "lock-gone");
        var abandoned = await LeaveAsync(stage, holder => holder with { ProcessStart = holder.ProcessStart.AddHours(-1) });

        await using var next = await TakeAsync(stage);

        next.TookOver.ShouldHaveSingleItem().Id.ShouldBe(abandoned.Id);
        (await StatusAsync(stage))!.Id.ShouldBe(next.Holder.Id);
    }

    [Fact]
    public async Task Take_WhenAMachineElsewhereGivesNoSignOfLife_TakesItOver()
    {
        await using var stage = new Stage(azure, "lock-expired");
        var abandoned = await LeaveAsync(stage, holder => holder with { Machine = "elsewhere", Expiry = holder.Since.AddMinutes(-1) });

        await using var next = await TakeAsync(stage);

        next.TookOver.ShouldHaveSingleItem().Id.ShouldBe(abandoned.Id);
        await LeaveAsync(stage, _ => abandoned with { Expiry = next.Holder.Expiry });
        (await StatusAsync(stage))!.Id.ShouldBe(next.Holder.Id, "A sign of life that was under way counts no more.");
    }

    [Fact]
    public async Task Take_WhenAMachineElsewhereGivesSignsOfLife_IsRefused()
    {
        await using var stage = new Stage(azure, "lock-elsewhere");
        await LeaveAsync(stage, holder => holder with { Machine = "elsewhere" });

        await Should.ThrowAsync<RefusedException>(() => TakeAsync(stage));
    }

    [Fact]
    public async Task Take_WhenTheHolderOfThisMachineLivesButSlept_IsRefused()
    {
        await using var stage = new Stage(azure, "lock-slept");
        await LeaveAsync(stage, holder => holder with { Expiry = holder.Since.AddMinutes(-1) });

        await Should.ThrowAsync<RefusedException>(() => TakeAsync(stage));
    }

    [Fact]
    public async Task Take_WhenAnotherVersionHoldsIt_IsRefused()
    {
        await using var stage = new Stage(azure, "lock-version");
        await stage.Apps.Tags.ChangeAsync(new Dictionary<string, string> { ["frostline-lock.contract.staging.abc"] = "2|of tomorrow" }, [], CancellationToken.None);

        (await Should.ThrowAsync<RefusedException>(() => TakeAsync(stage))).Message.ShouldContain("tag frostline-lock.contract.staging.abc");
    }

    [Fact]
    public async Task Beat_KeepsTheLockBeyondItsLifetime()
    {
        await using var stage = new Stage(azure, "lock-beat");
        await using var taken = await TakeAsync(stage, beat: TimeSpan.FromMilliseconds(100));

        await Eventually.Is(async () => (await StatusAsync(stage))!.Expiry > taken.Holder.Expiry + TimeSpan.FromMilliseconds(300));

        taken.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task Release_FreesItWhoeverHoldsIt_AndTheHolderSeesThatItIsGone()
    {
        await using var stage = new Stage(azure, "lock-release");
        await using var taken = await TakeAsync(stage, beat: TimeSpan.FromMilliseconds(100));

        (await EnvironmentLock.ReleaseAsync(Request(stage), TimeProvider.System, CancellationToken.None))!.Id.ShouldBe(taken.Holder.Id);

        (await StatusAsync(stage)).ShouldBeNull();
        await Eventually.Is(() => taken.Lost.IsCancellationRequested);
        await using var next = await TakeAsync(stage);
        await taken.DisposeAsync();
        (await StatusAsync(stage))!.Id.ShouldBe(next.Holder.Id);
    }

    [Fact]
    public async Task Release_WhenASignOfLifeWasUnderWay_FreesItAllTheSame()
    {
        await using var stage = new Stage(azure, "lock-revived");
        var holder = await LeaveAsync(stage, holder => holder with { Machine = "elsewhere" });

        (await EnvironmentLock.ReleaseAsync(Request(stage), TimeProvider.System, CancellationToken.None))!.Id.ShouldBe(holder.Id);
        await LeaveAsync(stage, _ => holder);

        (await StatusAsync(stage)).ShouldBeNull();
        await using var next = await TakeAsync(stage);
        (await StatusAsync(stage))!.Id.ShouldBe(next.Holder.Id);
    }

    [Fact]
    public async Task Beat_OfAHolderThatWasTakenOverWhileItSlept_GivesWay()
    {
        await using var stage = new Stage(azure, "lock-woken");
        await using var sleeper = await TakeAsync(stage, beat: TimeSpan.FromMilliseconds(100));
        var form = new ClaimTag("contract", "staging");
        var next = Self.Holder(Request(stage), TimeProvider.System) with { Machine = "elsewhere" };

        await stage.Apps.Tags.ChangeAsync(form.Write(next).Concat(form.WriteFreed([sleeper.Holder.Id])).ToDictionary(), [], CancellationToken.None);

        await Eventually.Is(() => sleeper.Lost.IsCancellationRequested);
        await Eventually.Is(async () => (await ClaimsAsync(stage)).Select(claim => claim.Id).SequenceEqual([next.Id]));
        (await StatusAsync(stage))!.Id.ShouldBe(next.Id);
    }

    [Fact]
    public async Task Beat_WhileSomebodyClaimsWhoLookedBeforeItWasTaken_KeepsTheLock()
    {
        await using var stage = new Stage(azure, "lock-late");
        await stage.Apps.Tags.EnsureAsync(CancellationToken.None);
        var group = $"/resourceGroups/{stage.Environment.ResourceGroup}";
        var (looks, claims, mayClaim, lateIsThere, mayWrite, mayLook) = (0, 0, NewGate(), NewGate(), NewGate(), NewGate());
        azure.Proxy.Before = async (method, path) =>
        {
            if (method == "GET" && path.EndsWith(group, StringComparison.Ordinal) && Interlocked.Increment(ref looks) == 1)
                await mayClaim.Task;
            if (method == "PATCH" && path.Contains($"{group}/", StringComparison.Ordinal) && Interlocked.Increment(ref claims) == 1)
            {
                lateIsThere.SetResult();
                await mayWrite.Task;
            }

            if (method == "GET" && path.Contains($"{group}/", StringComparison.Ordinal) && mayWrite.Task.IsCompleted)
                await mayLook.Task;
        };

        // 1. Both find it free, the later one with the younger claim; the first one takes it.
        var taking = TakeAsync(stage, beat: TimeSpan.FromMilliseconds(100));
        await Eventually.Is(() => Volatile.Read(ref looks) == 1);
        var late = TakeAsync(stage);
        await lateIsThere.Task;
        mayClaim.SetResult();
        await using var taken = await taking;
        taken.Follow(azure.Direct);

        // 2. The later one claims, and before it looks for others the holder meets its claim.
        mayWrite.SetResult();
        await Eventually.Is(async () => (await ClaimsAsync(stage)).Count == 2);
        for (var beat = 0; beat < 2; beat++)
        {
            var before = await HeartbeatAsync();
            await Eventually.Is(async () => taken.Lost.IsCancellationRequested || await HeartbeatAsync() > before);
        }

        mayLook.SetResult();
        await Should.ThrowAsync<RefusedException>(() => late);
        taken.Lost.IsCancellationRequested.ShouldBeFalse();
        (await ClaimsAsync(stage)).ShouldHaveSingleItem().Id.ShouldBe(taken.Holder.Id);

        async Task<DateTimeOffset?> HeartbeatAsync() => (await ClaimsAsync(stage)).SingleOrDefault(claim => claim.Id == taken.Holder.Id)?.Heartbeat;

        static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    [Fact]
    public async Task Take_Cancelled_LeavesNoClaim()
    {
        await using var stage = new Stage(azure, "lock-cancelled");

        await Should.ThrowAsync<OperationCanceledException>(() => EnvironmentLock.TakeAsync(Request(stage), TimeProvider.System, new CancellationToken(canceled: true)));

        (await StatusAsync(stage)).ShouldBeNull();
    }

    private LockRequest Request(Stage stage) => new()
    {
        Platform = azure.Platform, Settings = stage.Settings(), Environment = "staging", Purpose = "DeployStaging", RunUrl = "https://build.example/runs/7",
    };

    private Task<EnvironmentLock> TakeAsync(Stage stage, TimeSpan? beat = null) =>
        EnvironmentLock.TakeAsync(Request(stage) with { Beat = beat ?? TimeSpan.FromSeconds(20) }, TimeProvider.System, CancellationToken.None);

    private Task<LockHolder?> StatusAsync(Stage stage) => EnvironmentLock.StatusAsync(Request(stage), TimeProvider.System, CancellationToken.None);

    /// <summary>What stands there, whoever holds the lock, past the proxy.</summary>
    private async Task<IReadOnlyList<LockHolder>> ClaimsAsync(Stage stage) =>
        [.. new ClaimTag("contract", "staging").Read(await azure.Direct.ContainerApps(stage.Environment).Tags.ReadAsync(CancellationToken.None))];

    /// <summary>A claim as somebody left it behind.</summary>
    private async Task<LockHolder> LeaveAsync(Stage stage, Func<LockHolder, LockHolder> change)
    {
        var left = change(Self.Holder(Request(stage), TimeProvider.System));
        await stage.Apps.Tags.ChangeAsync(new ClaimTag("contract", "staging").Write(left), [], CancellationToken.None);
        return left;
    }
}

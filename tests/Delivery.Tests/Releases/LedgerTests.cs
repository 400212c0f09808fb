using Frostline.Delivery.Releases;

namespace Delivery.Tests.Releases;

public sealed class LedgerTests : ILedgerStore
{
    private readonly List<LedgerEntry> kept = [];

    [Fact]
    public async Task Append_AddsEachReleaseOnceAndKeepsEarlierOnes()
    {
        await Ledger.AppendAsync(this, Entry("1"), CancellationToken.None);
        await Ledger.AppendAsync(this, Entry("2"), CancellationToken.None);

        await Ledger.AppendAsync(this, Entry("2"), CancellationToken.None);
        var ledger = await Ledger.ReadAsync(this, "staging", CancellationToken.None);

        ledger.Entries.Select(entry => entry.Version).ShouldBe(["v1", "v2"]);
    }

    [Fact]
    public void Ledger_BeforeTheFirstRelease_NamesNone()
    {
        var ledger = new Ledger([]);

        (ledger.Current, ledger.Previous).ShouldBe((null, null));
    }

    [Fact]
    public void Previous_WhenTheCurrentReleaseWasDeployedTwice_IsTheOtherOne() =>
        new Ledger([Entry("1"), Entry("2"), Entry("2b", "v2")]).Previous!.Id.ShouldBe("1");

    [Fact]
    public void Previous_AfterARollback_IsTheReleaseBeforeTheOneBroughtBack()
    {
        var ledger = new Ledger([Entry("1"), Entry("2"), Entry("3"), Entry("4", "v2", restores: "2")]);

        ledger.Good.Select(entry => entry.Id).ShouldBe(["1", "4"]);
        ledger.Current!.Version.ShouldBe("v2");
        ledger.Previous!.Version.ShouldBe("v1");
        ledger.Find("v3").ShouldBeNull();
    }

    [Fact]
    public void Good_WhenTheReleaseBroughtBackIsNotKeptAnyMore_StillEndsWithTheRollback() =>
        new Ledger([Entry("3"), Entry("4", "v1", restores: "1")]).Good.Select(entry => entry.Id).ShouldBe(["3", "4"]);

    Task<IReadOnlyList<LedgerEntry>> ILedgerStore.ReadAsync(string environment, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<LedgerEntry>>([.. kept]);

    Task ILedgerStore.AppendAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        kept.Add(entry);
        return Task.CompletedTask;
    }

    private static LedgerEntry Entry(string id, string? version = null, string? restores = null) => new()
    {
        Id = id, Environment = "staging", Version = version ?? $"v{id}", Commit = "", Sources = "s", Actor = "ada@laptop", At = DateTimeOffset.UnixEpoch,
        Restores = restores, Services = [new("api", "shop-api", "shop-api--r1", "image", "sha256:0")],
    };
}

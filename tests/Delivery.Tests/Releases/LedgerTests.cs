using System.Text;
using Frostline.Delivery;
using Frostline.Delivery.Releases;

namespace Delivery.Tests.Releases;

public sealed class LedgerTests : ILedgerStore
{
    private byte[]? content;

    [Fact]
    public async Task Append_AddsEachReleaseOnceAndKeepsEarlierOnes()
    {
        await Ledger.AppendAsync(this, Entry("1"), CancellationToken.None);
        await Ledger.AppendAsync(this, Entry("2"), CancellationToken.None);
        await Ledger.AppendAsync(this, Entry("2"), CancellationToken.None);

        var ledger = await Ledger.ReadAsync(this, "staging", CancellationToken.None);

        ledger.Entries.Select(entry => entry.Version).ShouldBe(["v1", "v2"]);
        ledger.Entries[0].Services.ShouldBe([new("api", "shop-api", "shop-api--r1", "image", "sha256:0")]);
    }

    [Fact]
    public async Task Read_BeforeTheFirstRelease_IsEmpty() =>
        (await Ledger.ReadAsync(this, "staging", CancellationToken.None)).Entries.ShouldBeEmpty();

    [Fact]
    public async Task Append_ToADocumentThatIsNoLedger_RefusesToOverwriteIt()
    {
        content = Encoding.UTF8.GetBytes("{ broken");

        (await Should.ThrowAsync<DeliveryException>(() => Ledger.AppendAsync(this, Entry("1"), CancellationToken.None)))
            .Message.ShouldStartWith("The ledger of 'staging' cannot be read: ");
        Encoding.UTF8.GetString(content).ShouldBe("{ broken");
    }

    Task<byte[]?> ILedgerStore.ReadAsync(string environment, CancellationToken cancellation) => Task.FromResult(content);

    Task ILedgerStore.WriteAsync(string environment, byte[] written, CancellationToken cancellation)
    {
        content = written;
        return Task.CompletedTask;
    }

    private static LedgerEntry Entry(string id) => new()
    {
        Id = id, Environment = "staging", Version = $"v{id}", Commit = "", Sources = "s", Actor = "ada@laptop", At = DateTimeOffset.UnixEpoch,
        Services = [new("api", "shop-api", "shop-api--r1", "image", "sha256:0")],
    };
}

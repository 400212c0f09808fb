using Frostline.Delivery;
using Frostline.Delivery.Releases;

namespace Delivery.Tests.Releases;

public sealed class LedgerTagsTests
{
    private static readonly string Digest = "sha256:" + new string('d', 64);
    private readonly LedgerTags form = new("shop", "staging");

    [Fact]
    public void Write_ThenRead_GivesTheSameEntry()
    {
        var entry = Entry("20261120-120000-abcdef");

        var read = form.Read(form.Write(entry)).ShouldHaveSingleItem();

        read.ShouldBe(entry with { Services = read.Services });
        read.Services.ShouldBe(entry.Services);
    }

    [Fact]
    public void Write_MakesTagsThatPeopleCanRead()
    {
        var tags = form.Write(Entry("20261120-120000-abcdef"));

        tags["frostline-release.shop.staging.20261120-120000-abcdef"].ShouldBe($"1|2026.11.20-1a2b3c4d|1795176000000|ada@laptop|{new string('c', 40)}|{new string('5', 64)}|20261119-080000-fedcba");
        tags["frostline-release.shop.staging.20261120-120000-abcdef.schema"].ShouldBe("1|20261101000000_AddTastings");
        tags["frostline-release.shop.staging.20261120-120000-abcdef.service.api"].ShouldBe($"1|shop-api--rabc-1234|registry.example:5000/shop/api|{Digest}");
    }

    [Fact]
    public void Read_LeavesOtherTagsAndOtherEnvironmentsAlone()
    {
        var tags = new Dictionary<string, string>(form.Write(Entry("1"))) { ["costcentre"] = "4711", ["frostline-release.shop.production.2"] = "1|elsewhere" };

        form.Read(tags).ShouldHaveSingleItem().Id.ShouldBe("1");
    }

    [Fact]
    public void Read_OfAValueThatIsNoEntry_NamesTheTag() =>
        Should.Throw<DeliveryException>(() => form.Read(new Dictionary<string, string> { ["frostline-release.shop.staging.1"] = "2|new" }))
            .Message.ShouldStartWith("Tag 'frostline-release.shop.staging.1' is no ledger entry: '2|new'.");

    [Fact]
    public void Write_OfWhatDoesNotFit_NamesTheTag() =>
        Should.Throw<DeliveryException>(() => form.Write(Entry("1") with { MigrationHead = new string('m', 300) }))
            .Message.ShouldStartWith("Tag 'frostline-release.shop.staging.1.schema' would have 302 characters, and 256 is the most.");

    [Fact]
    public void Oldest_NamesEveryTagOfAllButTheNewest()
    {
        var tags = new[] { ("c", 1), ("b", 2), ("a", 3) }.SelectMany(entry => form.Write(Entry(entry.Item1) with { At = DateTimeOffset.UnixEpoch.AddMilliseconds(entry.Item2) }))
            .Append(new("costcentre", "4711")).ToDictionary();

        form.Oldest(tags, keep: 2).Order().ShouldBe(["frostline-release.shop.staging.c", "frostline-release.shop.staging.c.schema", "frostline-release.shop.staging.c.service.api"]);
    }

    private static LedgerEntry Entry(string id) => new()
    {
        Id = id, Environment = "staging", Version = "2026.11.20-1a2b3c4d", Commit = new string('c', 40), Sources = new string('5', 64),
        MigrationHead = "20261101000000_AddTastings", Actor = "ada@laptop", At = new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero), Restores = "20261119-080000-fedcba",
        Services = [new("api", "shop-api", "shop-api--rabc-1234", $"registry.example:5000/shop/api@{Digest}", Digest)],
    };
}

using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Testing;

namespace Contract.Tests;

/// <summary>The ledger of an environment in the platform: tags of its resource group.</summary>
public sealed class PlatformLedgerTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Append_KeepsTheNewestReleasesAndTheTagsOfOthers()
    {
        await using var stage = new Stage(azure, "ledger-many");
        await stage.Apps.Tags.ChangeAsync(new Dictionary<string, string> { ["costcentre"] = "4711" }, [], CancellationToken.None);
        using var folder = new TemporaryFolder("ledger");
        var ledger = new MirroredLedger(new PlatformLedger(azure.Platform, stage.Settings()), environment => folder.Combine($"{environment}.json"));

        for (var release = 1; release <= 12; release++)
            await Ledger.AppendAsync(ledger, Entry(release), CancellationToken.None);

        (await ledger.ReadAsync("staging", CancellationToken.None)).Select(entry => entry.Version).ShouldBe(Enumerable.Range(3, 10).Select(release => $"{release}.0.0"));
        var tags = await stage.Apps.Tags.ReadAsync(CancellationToken.None);
        tags["costcentre"].ShouldBe("4711");
        tags.Count.ShouldBe(1 + (10 * 4));
        File.ReadAllText(folder.Combine("staging.json")).ShouldContain("\"version\": \"12.0.0\"");
    }

    [Fact]
    public async Task Append_WhereTagsAreScarce_KeepsFewerReleases()
    {
        await using var stage = new Stage(azure, "ledger-scarce");
        await stage.Apps.Tags.ChangeAsync(Enumerable.Range(0, 32).ToDictionary(tag => $"tag{tag}", _ => "taken"), [], CancellationToken.None);
        var ledger = new PlatformLedger(azure.Platform, stage.Settings());

        for (var release = 1; release <= 6; release++)
            await Ledger.AppendAsync(ledger, Entry(release), CancellationToken.None);

        (await ledger.ReadAsync("staging", CancellationToken.None)).Select(entry => entry.Version).ShouldBe(["5.0.0", "6.0.0"]);
    }

    [Fact]
    public async Task Tags_BeyondWhatAGroupCanHave_AreRefusedByThePlatform()
    {
        await using var stage = new Stage(azure, "ledger-refused");
        var tags = Enumerable.Range(0, 51).ToDictionary(tag => $"tag{tag}", _ => "");

        (await Should.ThrowAsync<ContainerAppsException>(() => stage.Apps.Tags.ChangeAsync(tags, [], CancellationToken.None))).Code.ShouldBe("TooManyTags");
        (await Should.ThrowAsync<ContainerAppsException>(() => stage.Apps.Tags.ChangeAsync(new Dictionary<string, string> { ["long"] = new('x', 257) }, [], CancellationToken.None)))
            .Code.ShouldBe("InvalidTagValueLength");
        (await stage.Apps.Tags.ReadAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    private static LedgerEntry Entry(int release) => new()
    {
        Id = $"r{release}", Environment = "staging", Version = $"{release}.0.0", Commit = "", Sources = "s", MigrationHead = "20261120225509_LogCoffees", Actor = "ada@laptop",
        At = DateTimeOffset.UnixEpoch.AddMinutes(release), Services = [Service("api"), Service("web")],
    };

    private static LedgerService Service(string name) => new(name, $"shop-{name}", $"shop-{name}--r1", $"registry.example/shop@sha256:{name}", $"sha256:{name}");
}

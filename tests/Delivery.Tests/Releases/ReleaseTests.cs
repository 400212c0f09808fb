using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Testing;

namespace Delivery.Tests.Releases;

public sealed class ReleaseTests
{
    private static readonly SourceHash Sources = new("1a2b3c4d" + new string('0', 56));

    [Fact]
    public void Of_ACommit_TakesItsDayInUtc() =>
        Release.Of(Sources, "c0ffee", new DateTimeOffset(2026, 3, 1, 0, 30, 0, TimeSpan.FromHours(2))).Version.ShouldBe("2026.2.28-1a2b3c4d");

    [Fact]
    public void Of_NoGit_HasNoDay() => Release.Of(Sources, null, null).ShouldBe(new Release("0.0.0-1a2b3c4d", "", Sources.Hex));

    [Fact]
    public async Task Manifest_WrittenAndRead_IsTheSame()
    {
        using var folder = new TemporaryFolder("manifest");
        var path = Path.Combine(folder.Path, "deep", "release.json");
        var manifest = new ReleaseManifest
        {
            Version = "1", Commit = "", Sources = "s", MigrationHead = "M1", Created = DateTimeOffset.UnixEpoch, Services = [new("api", "r/api@sha256:0", "sha256:0")],
        };

        await manifest.WriteAsync(path, CancellationToken.None);

        var read = await ReleaseManifest.ReadAsync(path, CancellationToken.None);
        (read with { Services = manifest.Services }).ShouldBe(manifest);
        read.Services.ShouldBe(manifest.Services);
        Directory.GetFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
    }

    [Fact]
    public async Task Manifest_ThatIsNotThere_NamesTheTaskThatWritesIt() =>
        (await Should.ThrowAsync<DeliveryException>(() => ReleaseManifest.ReadAsync("/nowhere/release.json", CancellationToken.None)))
            .Message.ShouldEndWith("Run the task Image to write it.");

    [Theory]
    [InlineData("s", "e", "s", "Running", "Healthy", true, true)]
    [InlineData("other", "e", "s", "Running", "Healthy", true, false)]
    [InlineData("s", "other", "s", "Running", "Healthy", true, false)]
    [InlineData("s", "e", "other", "Running", "Healthy", true, false)]
    [InlineData("s", "e", "s", "Degraded", "Healthy", true, false)]
    [InlineData("s", "e", "s", "Running", "Unhealthy", true, false)]
    [InlineData("s", "e", "s", "Running", "Healthy", false, false)]
    public void IsLive_OnlyWhenTagsRevisionAndHealthAgree(
        string taggedSources, string taggedSettings, string carried, string running, string health, bool active, bool live)
    {
        var app = new ContainerApp
        {
            Name = "api", ProvisioningState = "Succeeded", RevisionsMode = "Multiple", Affinity = "none", Traffic = [], Raw = [],
            Tags = new Dictionary<string, string> { [ReleaseTags.Release] = "1", [ReleaseTags.Sources] = taggedSources, [ReleaseTags.Settings] = taggedSettings },
        };
        var revision = new Revision
        {
            Name = "api--r1", Active = active, Replicas = 1, TrafficWeight = 100, ProvisioningState = "Provisioned", RunningState = running, HealthState = health,
            Environment = new Dictionary<string, string> { [ReleaseTags.SourcesVariable] = carried },
        };

        LiveRelease.IsLive(app, revision, "s", "e").ShouldBe(live);
        LiveRelease.IsLive(app, null, "s", "e").ShouldBeFalse();
    }
}

using Frostline.Delivery.Processes;
using Frostline.Scanning;
using Frostline.Scanning.Containers;
using Testing;

namespace Scanning.Tests.Containers;

/// <summary>Images in archives are held against the same policy as layouts, and nothing of them reaches a disk.</summary>
public sealed class ImageArchiveTests : IDisposable
{
    private static readonly byte[] Plain = SavedImage.Tar(("app/app.dll", "code"));

    private readonly TemporaryFolder folder = new("archives");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ImageThatDockerSaved_IsReadByItsTag()
    {
        var result = await ScanAsync(SavedImage.Docker("root", SavedImage.Tar(("app/app.pdb", "x"))));

        result.Scanners[0].Missing.ShouldBeNull();
        result.Findings.Select(finding => $"{finding.Place.Path} {finding.Rule}").ShouldBe(["coffee/api:1/config root-user", "coffee/api:1/app/app.pdb debug-symbols"]);
    }

    [Fact]
    public async Task LayerThatDockerSavedAsALink_IsReadWhereItIs()
    {
        var result = await ScanAsync(SavedImage.Docker("1654", SavedImage.Tar(("app/app.pdb", "x")), link: "3c4d/layer.tar"));

        result.Findings.ShouldHaveSingleItem().Rule.ShouldBe("debug-symbols");
    }

    [Fact]
    public async Task EveryPlatformOfAnOciArchive_IsLookedAt()
    {
        var result = await ScanAsync(SavedImage.Oci(Plain, "1654", "root"));

        result.Scanners[0].Data.ShouldBe("2 images, 1 layers");
        result.Findings.ShouldHaveSingleItem().ToString().ShouldStartWith("image/config:1: high root-user");
    }

    [Fact]
    public async Task PathsThatLeadOut_AreToldAndNeverFollowed()
    {
        var result = await ScanAsync(SavedImage.Docker("1654", SavedImage.Tar(("../../outside", "x"), ("/absolute", "x"), ("app/../../etc/passwd", "x")), layerName: "../../layer.tar"));

        result.Forbidden.Select(finding => $"{finding.Place.Path} {finding.Rule}").ShouldBe(["coffee/api:1/../../outside path-leaves-image", "coffee/api:1/app/../../etc/passwd path-leaves-image"]);
        Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).ShouldBe(["image.tar"]);
    }

    [Theory]
    [InlineData("docker-archive", ":coffee/api:1")]
    [InlineData("oci-archive", "")]
    public async Task ArchiveThatSkopeoWrote_TellsTheSameAsOurs(string kind, string tag)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/skopeo"), "/usr/bin/skopeo is not there: archives of another program were not read.");
        var layer = SavedImage.Tar(("app/app.pdb", "x"));
        File.WriteAllBytes(folder.Combine("ours.tar"), SavedImage.Docker("root", layer));
        await new ProcessRunner(TimeProvider.System).RunAsync(new Command("/usr/bin/skopeo", "--insecure-policy", "copy", $"docker-archive:{folder.Combine("ours.tar")}", $"{kind}:{folder.Combine("image.tar")}{tag}"), TestContext.Current.CancellationToken);

        var result = await ScanTests.ScanAsync(new ImageScanner(folder.Path, [], new()) { Archives = [folder.Combine("image.tar")] });

        result.Scanners[0].Missing.ShouldBeNull();
        result.Findings.Select(finding => finding.Rule).ShouldBe(["root-user", "debug-symbols"]);
    }

    [Fact]
    public async Task ArchiveCutAnywhere_IsInconclusive()
    {
        foreach (var whole in new[] { SavedImage.Docker("1654", Plain), SavedImage.Oci(Plain, "1654") })
        {
            for (var length = 0; length < whole.Length - 1536; length += 997)
            {
                var result = await ScanAsync(whole[..length]);
                result.Verdict.ShouldBe(ScanVerdict.Inconclusive, $"{length} of {whole.Length} bytes");
                result.Scanners[0].Missing!.ShouldEndWith("pack or save it again.");
            }
        }
    }

    [Fact]
    public async Task LayerThatHoldsSomethingElse_IsInconclusive()
    {
        var saved = SavedImage.Docker("1654", Plain);
        saved[saved.AsSpan().IndexOf("code"u8)] ^= 1;

        (await ScanAsync(saved)).Scanners[0].Missing!.ShouldContain("holds something else");
    }

    [Theory]
    [InlineData("{}", "neither an index.json nor a manifest.json")]
    [InlineData("[]", "neither an index.json nor a manifest.json")]
    [InlineData("[{}]", "its manifests are malformed")]
    [InlineData("[{\"Config\":5}]", "its manifests are malformed")]
    [InlineData("[{\"Config\":\"none\",\"Layers\":[]}]", "none is not there")]
    public async Task ManifestThatIsNone_IsNamed(string manifest, string told) =>
        (await ScanAsync(manifest == "{}" ? SavedImage.Tar(("readme", "x")) : SavedImage.Tar(("manifest.json", manifest)))).Scanners[0].Missing!.ShouldContain(told);

    [Theory]
    [InlineData("{\"manifests\":[]}", "neither an index.json nor a manifest.json")]
    [InlineData("{\"manifests\":[{\"digest\":\"sha256:../../../etc/passwd\"}]}", "is no digest")]
    [InlineData("{\"manifests\":[{\"digest\":null}]}", "is no digest")]
    [InlineData("{\"manifests\":{}}", "its manifests are malformed")]
    [InlineData("{", "its manifests are malformed")]
    public async Task IndexThatIsNone_IsNamed(string index, string told) =>
        (await ScanAsync(SavedImage.Tar(("index.json", index)))).Scanners[0].Missing!.ShouldContain(told);

    [Fact]
    public async Task WhatIsNotRead_IsNamedWithTheWayOut()
    {
        (await ScanAsync(SavedImage.Gzip(SavedImage.Docker("1654", Plain)))).Scanners[0].Missing!.ShouldContain("decompress it with gunzip first");
        (await ScanAsync("no archive at all, only some text that is long enough to be taken for a header of one"u8.ToArray())).Verdict.ShouldBe(ScanVerdict.Inconclusive);
    }

    private Task<ScanResult> ScanAsync(byte[] archive)
    {
        File.WriteAllBytes(folder.Combine("image.tar"), archive);
        return ScanTests.ScanAsync(new ImageScanner(folder.Path, [], new()) { Archives = [folder.Combine("image.tar")] });
    }
}

using System.IO.Compression;
using Frostline.Delivery;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Findings;
using Testing;

namespace Scanning.Tests.Dependencies;

public sealed class OsvSnapshotTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder folder = new("osv");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""[ { "introduced": "0" }, { "fixed": "2.0.0" } ]""", "1.9.9", true)]
    [InlineData("""[ { "introduced": "0" }, { "fixed": "2.0.0" } ]""", "2.0.0-rc.1", true)]
    [InlineData("""[ { "introduced": "0" }, { "fixed": "2.0.0" } ]""", "2.0", false)]
    [InlineData("""[ { "introduced": "1.0.0" }, { "last_affected": "1.5.0" } ]""", "1.5.0", true)]
    [InlineData("""[ { "introduced": "1.0.0" }, { "last_affected": "1.5.0" } ]""", "1.5.0.1", false)]
    [InlineData("""[ { "introduced": "1.0.0" }, { "last_affected": "1.5.0" } ]""", "0.9.0", false)]
    [InlineData("""[ { "fixed": "1.2.0" }, { "introduced": "1.0.0" }, { "introduced": "2.0.0" }, { "fixed": "2.1.0" } ]""", "1.3.0", false)]
    [InlineData("""[ { "fixed": "1.2.0" }, { "introduced": "1.0.0" }, { "introduced": "2.0.0" }, { "fixed": "2.1.0" } ]""", "2.0.5", true)]
    public void Events_AreReadAsOsvMeansThem(string events, string version, bool affected)
    {
        folder.Write("a.json", Osv($$""" "ranges": [ { "type": "ECOSYSTEM", "events": {{events}} } ] """));

        Read(folder.Path).Advisories["coffee.core"].ShouldHaveSingleItem().Affected.Hold(PackageVersion.TryParse(version)!).ShouldBe(affected);
    }

    [Fact]
    public void RangeOfCommits_IsAboutNoVersion_AndAnotherEcosystemAboutNoPackage()
    {
        folder.Write("a.json", Osv(""" "ranges": [ { "type": "GIT", "events": [ { "introduced": "0" } ] } ], "versions": [ "1.0" ] """));
        folder.Write("b.json", Osv(""" "versions": [ "1.0" ] """).Replace("NuGet", "npm", StringComparison.Ordinal));

        var data = Read(folder.Path);

        (data.Count, data.Damaged.Count).ShouldBe((1, 0));
        data.Advisories["coffee.core"].Single().Affected.Hold(PackageVersion.TryParse("1.1")!).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{ "id": "X", "modified": "soon", "affected": [ { "package": { "ecosystem": "NuGet", "name": "A" } } ] }""")]
    [InlineData("""{ "id": "X", "modified": "2026-01-01T00:00:00Z", "affected": [ { "package": { "ecosystem": "NuGet", "name": null } } ] }""")]
    [InlineData("""{ "id": "X", "modified": "2026-01-01T00:00:00Z", "affected": [ { "package": { "ecosystem": "NuGet" } } ] }""")]
    [InlineData("""{ "id": "X", "modified": "2026-01-01T00:00:00Z", "affected": 5 }""")]
    [InlineData("""[]""")]
    [InlineData("")]
    public void MalformedAdvisory_IsNamed(string text)
    {
        folder.Write("bad.json", text);

        Read(folder.Path).Damaged.ShouldBe(["bad.json"]);
    }

    [Fact]
    public void SeverityWithAVectorOfItsOwnKind_IsHigh()
    {
        folder.Write("a.json", Osv(""" "versions": [ "1.0" ] """)[..^1] + """, "severity": [ { "type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AV:N/AC:L" }, { "type": "CVSS_V4", "score": "CVSS:4.0/AV:N" } ] }""");

        Read(folder.Path).Advisories["coffee.core"].Single().Severity.ShouldBe(Severity.High);
    }

    [Fact]
    public void Zip_IsReadInPlace_WhateverItsEntriesAreCalled()
    {
        var path = folder.Combine("all.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            Add(zip, "../../outside.json", Osv(""" "versions": [ "1.0" ] """));
            Add(zip, "/absolute.json", Osv(""" "versions": [ "2.0" ] """).Replace("GHSA-1", "GHSA-2", StringComparison.Ordinal));
            Add(zip, "huge.json", new string(' ', 5 << 20));
            Add(zip, "readme.txt", "no advisory");
        }

        var data = Read(path);

        (data.Count, string.Join(' ', data.Damaged)).ShouldBe((2, "huge.json"));
        Directory.GetFiles(folder.Path).ShouldBe([path]);
        File.Exists(Path.Combine(folder.Path, "..", "..", "outside.json")).ShouldBeFalse();
    }

    [Fact]
    public void ZipCutAnywhere_IsNoWholeZip()
    {
        var path = folder.Combine("all.zip");
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
            Add(zip, "a.json", Osv(""" "versions": [ "1.0" ] """));
        var whole = File.ReadAllBytes(path);

        for (var length = 0; length < whole.Length; length += 13)
        {
            File.WriteAllBytes(path, whole[..length]);
            Should.Throw<DeliveryException>(() => Read(path), $"{length} of {whole.Length} bytes").Message.ShouldEndWith("Fetch the snapshot again.");
        }
    }

    private static AdvisoryData Read(string path) => OsvSnapshot.Read(path, Token);

    private static void Add(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open());
        writer.Write(text);
    }

    private static string Osv(string affected) => $$"""{ "id": "GHSA-1", "modified": "2026-01-01T00:00:00Z", "affected": [ { "package": { "ecosystem": "NuGet", "name": "Coffee.Core" }, {{affected}} } ] }""";
}

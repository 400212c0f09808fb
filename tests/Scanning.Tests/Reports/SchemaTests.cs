using Frostline.Scanning.Containers;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.Reports;
using Frostline.Scanning.Sboms;
using Frostline.Scanning.Secrets;
using Frostline.Scanning.Web;
using NJsonSchema;
using Scanning.Tests.Containers;
using Testing;

namespace Scanning.Tests.Reports;

/// <summary>The official schemas accept what is written. They are read from <c>shared/reference/schemas</c> beside the checkout, when it is there.</summary>
public sealed class SchemaTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sarif_IsAcceptedByItsSchema()
    {
        using var tree = new TemporaryFolder("scan");
        tree.Write("a folder/Dockerfile", "FROM x\nUSER root\nENV API_TOKEN=1\n");
        File.WriteAllBytes(tree.Combine("image.tar"), SavedImage.Docker("root", SavedImage.Tar(("../a b/server.pfx", "x"))));
        using var http = WebScanner.Client();
        var result = await ScanTests.ScanAsync(
            new DockerfileScanner(tree.Path, []), new HistoryScanner(new(TimeProvider.System), tree.Path, []), new ImageScanner(tree.Path, [], new()) { Archives = [tree.Combine("image.tar")] }, new WebScanner(http));

        await AcceptsAsync("sarif-2.1.0.json", SarifReport.Write(result));
    }

    [Fact]
    public async Task Sbom_IsAcceptedByItsSchema_AndIsTheSameEveryTime()
    {
        var sbom = new Sbom("scanning", "build/Scanning", "1.2.3", DateTimeOffset.UnixEpoch)
        {
            Bases = [$"registry.example/dotnet/aspnet:10.0@sha256:{new string('a', 64)}"],
        };

        var text = sbom.Write(Checkout.Root);

        text.ShouldBe(sbom.Write(Checkout.Root));
        text.ShouldContain("pkg:nuget/YamlDotNet@16.3.0");
        text.ShouldContain("SHA-512");
        text.ShouldContain($"pkg:oci/aspnet@sha256%3A{new string('a', 64)}?repository_url=registry.example%2Fdotnet%2Faspnet&tag=10.0");
        await AcceptsAsync("bom-1.6.schema.json", text);
    }

    private static async Task AcceptsAsync(string schema, string document)
    {
        var file = new DirectoryInfo(Checkout.Root).Parent!;
        var path = Path.Combine(file.FullName, "shared", "reference", "schemas", schema);
        Assert.SkipUnless(File.Exists(path), $"{path} is not there: nothing was held against the official schema.");
        var rules = await JsonSchema.FromFileAsync(path, Token);

        rules.Validate(document).Select(error => error.ToString()).ShouldBeEmpty();
    }
}

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class ImageTests(Staging staging)
{
    [Fact]
    public async Task Image_OfTheSameSourcesOnAnotherPath_HasTheSameDigest()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        await using var elsewhere = new Workspace();
        elsewhere.CopyBuilt("LocalAzure", "CoffeeTracker.Data");
        foreach (var edited in (string[])["src/CoffeeTracker.Api/Program.cs", "src/CoffeeTracker.Web/Program.cs", "infrastructure/pipeline.json"])
            File.Copy(staging.Workspace.PathOf(edited), elsewhere.PathOf(edited), overwrite: true);

        var run = await elsewhere.BuildAsync("--exclusive", "--target=Image");

        run.ExitCode.ShouldBe(0, run.Output);
        var version = Path.GetFileName(Directory.GetDirectories(elsewhere.PathOf("artifacts/releases")).ShouldHaveSingleItem());
        DigestsIn(elsewhere, version).ShouldBe(DigestsIn(staging.Workspace, version));
    }

    private static string[] DigestsIn(Workspace workspace, string version) =>
    [
        .. workspace.ReadJson($"artifacts/releases/{version}/release.json").GetProperty("services").EnumerateArray()
            .Select(service => service.GetProperty("digest").GetString()!),
    ];
}

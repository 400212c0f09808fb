namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class ImageTests(Staging staging)
{
    [Fact]
    public async Task Image_OfTheSameSourcesOnAnotherPath_HasTheSameDigest()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        await using var elsewhere = new Workspace(withTaskHost: true);
        elsewhere.CopyBuilt("LocalAzure", "CoffeeTracker.Data");
        foreach (var service in (string[])["Api", "Web"])
            File.Copy(staging.Workspace.PathOf($"src/CoffeeTracker.{service}/Program.cs"), elsewhere.PathOf($"src/CoffeeTracker.{service}/Program.cs"), overwrite: true);

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

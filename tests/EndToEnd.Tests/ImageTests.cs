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
        DigestsIn(elsewhere).ShouldBe(DigestsIn(staging.Workspace));
    }

    private static string[] DigestsIn(Workspace workspace)
    {
        var newest = new DirectoryInfo(workspace.PathOf("artifacts/releases")).GetDirectories().MaxBy(release => release.LastWriteTimeUtc)!;
        var manifest = workspace.ReadJson($"artifacts/releases/{newest.Name}/release.json");
        return [.. manifest.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("digest").GetString()!).Prepend(newest.Name)];
    }
}

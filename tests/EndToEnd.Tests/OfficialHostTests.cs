using Testing;

namespace EndToEnd.Tests;

public sealed class OfficialHostTests
{
    [Fact]
    public async Task Pipeline_CompilesWithNothingButTheOfficialApi()
    {
        using var artifacts = new TemporaryFolder("official-host");

        await Tool.RunAsync("dotnet", "build", Path.Combine(Checkout.Root, "build", "Pipeline"), "-c", "Release", "-p:FrostingHost=Api", $"-p:ArtifactsPath={artifacts.Path}");
    }
}

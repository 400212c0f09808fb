using Testing;

namespace EndToEnd.Tests;

public sealed class OfficialHostTests
{
    [Fact]
    public async Task Pipeline_CompilesWithNothingButTheOfficialApi() =>
        await Tool.RunAsync("dotnet", "build", Path.Combine(Checkout.Root, "build", "Pipeline"), "-c", "Release", "-p:FrostingHost=Api", "-p:BuildProjectReferences=false", "-p:RunAnalyzers=false");
}

using System.Diagnostics;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Releases;

public sealed class SourceHashTests : IDisposable
{
    private readonly TemporaryFolder folder = new("sources");

    public SourceHashTests()
    {
        folder.Write("src/Api/Api.csproj", """<Project><ItemGroup><ProjectReference Include="..\Shared\Shared.csproj" /></ItemGroup></Project>""");
        folder.Write("src/Api/Program.cs", "one");
        folder.Write("src/Shared/Shared.csproj", "<Project />");
        folder.Write("src/Other/Other.csproj", "<Project />");
        folder.Write("global.json", "{}");
    }

    [Theory]
    [InlineData("src/Api/Program.cs", true)]
    [InlineData("src/Api/Deep/New.cs", true)]
    [InlineData("src/Shared/Shared.cs", true)]
    [InlineData("global.json", true)]
    [InlineData("Directory.Packages.props", true)]
    [InlineData("Assemblies.targets", true)]
    [InlineData("src/Other/Other.cs", false)]
    [InlineData("src/Api/bin/Api.dll", false)]
    [InlineData("src/Api/obj/project.assets.json", false)]
    [InlineData("README.md", false)]
    public async Task Hash_ChangesWithWhatTheServicesAreMadeOfAndNothingElse(string file, bool changes)
    {
        var before = await HashAsync(Settings());

        folder.Write(file, "changed");

        (await HashAsync(Settings()) != before).ShouldBe(changes);
    }

    [Fact]
    public async Task Hash_ChangesWithTheSettingsOfAService()
    {
        var settings = Settings();
        var other = settings with { Services = new Dictionary<string, ServiceSettings> { ["api"] = settings.Services["api"] with { Port = 9090 } } };

        (await HashAsync(other)).ShouldNotBe(await HashAsync(settings));
    }

    [Fact]
    public async Task Hash_OfTheRepository_IsQuick()
    {
        var settings = PipelineSettings.Load(Path.Combine(Checkout.Root, "infrastructure", "pipeline.json"));

        // Whatever else this machine does, it leaves one of many attempts alone.
        await Eventually.Is(async () => await TimeAsync(settings) < TimeSpan.FromSeconds(1));
    }

    public void Dispose() => folder.Dispose();

    private static async Task<TimeSpan> TimeAsync(PipelineSettings settings)
    {
        var watch = Stopwatch.StartNew();
        await HashAsync(settings);
        return watch.Elapsed;
    }

    private static async Task<string> HashAsync(PipelineSettings settings) => (await SourceHash.ComputeAsync(settings, CancellationToken.None)).Hex;

    private PipelineSettings Settings() => new()
    {
        Product = "shop",
        Root = folder.Path,
        Services = new Dictionary<string, ServiceSettings> { ["api"] = new() { Name = "api", Project = "src/Api", Image = "shop/api", App = "shop-api" } },
        Environments = new Dictionary<string, EnvironmentSettings>(),
    };
}

using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Provisioning;

public sealed class InfrastructureFilesTests : IDisposable
{
    private readonly TemporaryFolder root = new("infrastructure");

    public InfrastructureFilesTests()
    {
        Write("main.bicep", "param a string");
        Write("modules/app.bicep", "param b string");
        Write("environments/staging.bicepparam", "using '../main.bicep'");
        Write("environments/production.bicepparam", "using '../main.bicep'");
        Write("pipeline.json", "{}");
    }

    public void Dispose() => root.Dispose();

    [Theory]
    [InlineData("main.bicep", true)]
    [InlineData("modules/app.bicep", true)]
    [InlineData("environments/staging.bicepparam", true)]
    [InlineData("environments/production.bicepparam", false)]
    [InlineData("pipeline.json", false)]
    public void Fingerprint_ChangesWithTheEnvironmentsOwnFilesOnly(string file, bool changes)
    {
        var before = Fingerprint();

        Write(file, "// edited");

        (Fingerprint() != before).ShouldBe(changes);
    }

    [Fact]
    public void Fingerprint_ChangesWithWhatServicesAddToTheirApps_ButNotWithTheirChecks()
    {
        var before = Fingerprint();

        Fingerprint(service => service with { Smoke = [new SmokeCheck { Path = "/" }] }).ShouldBe(before);
        Fingerprint(service => service with { EnvironmentVariables = new Dictionary<string, string> { ["A"] = "1" } }).ShouldNotBe(before);
    }

    [Fact]
    public void Find_WithoutParametersForTheEnvironment_IsNull() => InfrastructureFiles.Find(Settings(service => service), "test").ShouldBeNull();

    private string Fingerprint(Func<ServiceSettings, ServiceSettings>? edit = null) =>
        InfrastructureFiles.Find(Settings(edit ?? (service => service)), "staging").ShouldNotBeNull().Fingerprint;

    private PipelineSettings Settings(Func<ServiceSettings, ServiceSettings> edit) => new()
    {
        Product = "shop", Root = root.Path, Environments = new Dictionary<string, EnvironmentSettings>(),
        Services = new Dictionary<string, ServiceSettings> { ["api"] = edit(new ServiceSettings { Name = "api", Project = "p", Image = "i", App = "a" }) },
    };

    private void Write(string file, string text)
    {
        var path = root.Combine("infrastructure", file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}

using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Testing;

namespace Delivery.Tests.Rollouts;

public sealed class AppTemplateTests
{
    private static readonly AppTemplate Template = new(
        new ServicePlan
        {
            Candidate = "shop-api--r1-0001",
            Previous = new Dictionary<string, int>(),
            Service = new ServiceSettings
            {
                Name = "api", Project = "src/Api", Image = "shop/api", App = "shop-api",
                Probes = new ProbesSettings { Readiness = new ProbeSettings { Path = "/ready", Period = TimeSpan.FromSeconds(2) } },
                EnvironmentVariables = new Dictionary<string, string> { ["GREETING"] = "hello from ${environment} ${release.version}" },
                Secrets = new Dictionary<string, string> { ["ConnectionStrings__Shop"] = "${database.connectionString}" },
            },
        },
        new EnvironmentSettings { Name = "staging", Subscription = "", ResourceGroup = "", Location = "westeurope", ManagedEnvironment = "", Registry = "" },
        new ReleaseManifest
        {
            Version = "2026.11.20-1a2b3c4d", Commit = "c0ffee", Sources = "1a2b", Created = DateTimeOffset.UnixEpoch,
            Services = [new("api", "127.0.0.1:5000/shop/api@sha256:0", "sha256:0")],
        },
        new RegistryAccess("127.0.0.1:5000", "frostline", new Secret("registry-secret"), PlainHttp: true),
        name => name switch
        {
            "database.connectionString" => "Host=db;Password=p",
            "environment" => "staging",
            "release.version" => "2026.11.20-1a2b3c4d",
            _ => null,
        });

    [Fact]
    public void Create_DescribesTheWholeApp() => Golden.Matches(Template.Create("/environments/home").ToJsonString(DeliveryJson.Options) + "\n", "create.json");

    [Fact]
    public void Change_KeepsSecretsOfOthersAndLeavesTrafficAlone()
    {
        var known = (JsonArray)JsonNode.Parse("""[{"name":"theirs","value":"kept"},{"name":"registry-password","value":"stale"}]""")!;

        var configuration = Template.Change(known)["properties"]!["configuration"]!;

        configuration["ingress"].ShouldBeNull();
        configuration["secrets"]!.AsArray().Select(secret => $"{secret!["name"]}={secret["value"]}").ShouldBe(
            ["theirs=kept", "registry-password=registry-secret", "connectionstrings-shop=Host=db;Password=p"]);
    }

    [Fact]
    public void Create_WhenAPlaceholderHasNoValue_Throws() =>
        Should.Throw<DeliveryException>(() => (Template with { Resolve = _ => null }).Create("id")).Message
            .ShouldBe("'${database.connectionString}' has no value here. Check that the service or database it names is deployed.");
}

using System.Text.Json.Nodes;

namespace Infrastructure.Tests;

/// <summary>The templates and <c>pipeline.json</c> speak of the same things: what one names, the other makes.</summary>
public sealed class PipelineTests
{
    private static readonly JsonNode Pipeline = JsonNode.Parse(File.ReadAllText(Path.Combine(Checkout.Infrastructure, "pipeline.json")))!;

    public static TheoryData<string, string> Apps =>
        [.. Environments.SelectMany(environment => Services.Select(service => (environment, service)))];

    public static TheoryData<string> EnvironmentNames => [.. Environments];

    private static IEnumerable<string> Environments => Pipeline["environments"]!.AsObject().Select(environment => environment.Key);

    private static IEnumerable<string> Services => Pipeline["services"]!.AsObject().Select(service => service.Key);

    [Theory]
    [MemberData(nameof(Apps))]
    public async Task App_IsTheOneThePipelineDeploys(string environment, string service)
    {
        var asked = Pipeline["services"]![service]!;
        var replicas = Pipeline["environments"]![environment]!["replicas"]!;

        var app = (await Checkout.EnvironmentAsync(environment)).All("Microsoft.App/containerApps").Single(app => app.Name == (string)asked["app"]!);

        app.Text("properties.configuration.ingress.targetPort").ShouldBe(asked["port"]!.ToString());
        app.Text("properties.configuration.activeRevisionsMode").ShouldBe("Multiple");
        app.Text("properties.template.scale.minReplicas").ShouldBe(replicas["minimum"]!.ToString());
        app.Text("properties.template.scale.maxReplicas").ShouldBe(replicas["maximum"]!.ToString());
        app.Text("properties.template.containers[0].image").ShouldStartWith($"{Pipeline["environments"]![environment]!["registry"]}/{asked["image"]}@sha256:");
        foreach (var probe in app.Find("properties.template.containers[0].probes")!.AsArray())
        {
            ((string)probe!["httpGet"]!["path"]!).ShouldBe((string)asked["probes"]![((string)probe["type"]!).ToLowerInvariant()]!["path"]!);
            ((int)probe["periodSeconds"]!).ShouldBe((int)TimeSpan.Parse((string)asked["probes"]![((string)probe["type"]!).ToLowerInvariant()]!["period"]!).TotalSeconds);
        }
    }

    [Theory]
    [MemberData(nameof(EnvironmentNames))]
    public async Task Environment_HasTheManagedEnvironmentAndDatabaseOfThePipeline(string name)
    {
        var environment = await Checkout.EnvironmentAsync(name);

        environment.Only("Microsoft.App/managedEnvironments").Name.ShouldBe((string)Pipeline["environments"]![name]!["managedEnvironment"]!);
        environment.Only("Microsoft.DBforPostgreSQL/flexibleServers/databases").Name.ShouldEndWith($"/{Pipeline["database"]!["name"]}_{name}");
    }

    [Theory]
    [MemberData(nameof(EnvironmentNames))]
    public async Task Apps_ReadSecretsFromKeyVaultOnly(string name)
    {
        foreach (var app in (await Checkout.EnvironmentAsync(name)).All("Microsoft.App/containerApps"))
        {
            foreach (var secret in app.Find("properties.configuration.secrets")!.AsArray())
            {
                secret!["value"].ShouldBeNull();
                secret["keyVaultUrl"].ShouldNotBeNull();
            }
        }
    }
}

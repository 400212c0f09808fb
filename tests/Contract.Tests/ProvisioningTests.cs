using System.Text.Json.Nodes;
using Frostline.Bicep;
using Frostline.Bicep.Evaluation;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using OtherPipeline;
using Testing;

namespace Contract.Tests;

/// <summary>The product's own templates, compiled here and deployed to the real LocalAzure.</summary>
public sealed class ProvisioningTests(RunningLocalAzure azure)
{
    private readonly Ended ended = new();

    [Fact]
    public async Task Provisioner_OfStaging_PlansEverythingDeploysItOnceAndThenSeesNoChange()
    {
        var (settings, template) = Prepare("staging", "contract-templates");
        var provisioner = new Provisioner(azure.Platform, settings, "staging");

        var planned = await provisioner.WhatIfAsync(template, "1", CancellationToken.None);
        var deployed = await provisioner.RunAsync(template, "1", ended, CancellationToken.None);

        planned.ShouldAllBe(change => change.ChangeType == "Create" || change.ChangeType == "Unsupported");
        deployed.Succeeded.ShouldBeTrue();
        ((string)deployed.Outputs["vaultUri"]!).ShouldStartWith("https://kv-coffee-");
        ended.Select(resource => resource.Type).ShouldContain("Microsoft.DBforPostgreSQL/flexibleServers/databases");
        ended.Select(resource => resource.Type).ShouldNotContain("Microsoft.App/containerApps", "apps wait for their database's schema");
        ended.GroupBy(resource => (resource.Type, resource.Name)).Where(same => same.Key.Type != "Microsoft.Insights/diagnosticSettings" && same.Count() > 1).ShouldBeEmpty();
        (await provisioner.FindCurrentAsync("1", CancellationToken.None)).ShouldNotBeNull();
        (await provisioner.FindCurrentAsync("2", CancellationToken.None)).ShouldBeNull();

        (await provisioner.WhatIfAsync(template, "1", CancellationToken.None)).Where(change => change.ChangeType is not ("NoChange" or "Ignore")).ShouldBeEmpty();
        template.Parameters["cache"]!["value"]!["sku"] = "Balanced_B1";
        var changed = (await provisioner.WhatIfAsync(template, "2", CancellationToken.None)).Single(change => change.ChangeType == "Modify");
        changed.Resource.ShouldStartWith("Microsoft.Cache/redisEnterprise/");
        var delta = changed.Delta.ShouldHaveSingleItem();
        (delta.Path, (string?)delta.Before, (string?)delta.After).ShouldBe(("sku.name", "Balanced_B0", "Balanced_B1"));
    }

    [Fact]
    public async Task Rollout_OnAppsOfATemplate_ChangesWhatAReleaseOwns_AndATemplateChangesTheRest()
    {
        var (settings, template) = Prepare("production", "coffeetracker-production");
        await using var stage = new Stage(azure, "production") { Environment = settings.Environment("production") };
        var provisioner = new Provisioner(azure.Platform, settings, "production");
        await provisioner.CreateAppsAsync(template, "1", stage.Release("1.0.0"), ended, CancellationToken.None);

        var outcome = await stage.DeployAsync("1.0.0", settings);

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        var released = await AppAsync(stage);
        Container(released)["image"]!.ToString().ShouldBe(azure.Image.Reference);
        Container(released)["resources"]!["cpu"]!.ToString().ShouldBe("0.5");
        Variables(released).ShouldBe(["AZURE_CLIENT_ID", "Cache__Endpoint", "Messages__Host", "Backups__Container", "ConnectionStrings__Coffee", "APPLICATIONINSIGHTS_CONNECTION_STRING", "FROSTLINE_RELEASE", "FROSTLINE_COMMIT", "FROSTLINE_SOURCES", "GREETING"]);
        Rules(released).ShouldBe(["requests", "processor"]);

        var edited = template.Template.ToJsonString().Replace("\"concurrentRequests\":\"50\"", "\"concurrentRequests\":\"60\"", StringComparison.Ordinal);
        await provisioner.RunAsync(template with { Template = (JsonObject)JsonNode.Parse(edited)! }, "2", ended, CancellationToken.None);

        var templated = await AppAsync(stage);
        templated.Traffic.Where(entry => entry.Weight > 0).ShouldBe(released.Traffic.Where(entry => entry.Weight > 0));
        templated.Tags["frostline-release"].ShouldBe("1.0.0");
        templated.Raw["properties"]!["template"]!["scale"]!["rules"]![0]!["http"]!["metadata"]!["concurrentRequests"]!.ToString().ShouldBe("60");
        (await stage.AskAsync("coffee-api", "/")).ShouldBe(outcome.Services[0].Revision);

        var next = await stage.DeployAsync("2.0.0", settings);

        next.Verdict.ShouldBe(Verdict.Pass, $"{next.Error}\n{stage.Progress}");
        (await stage.ActiveAsync("coffee-api")).ShouldBe([next.Services[0].Revision!], "what came of the template is cleaned up");
        next.Services[0].Previous.ShouldBe(outcome.Services[0].Revision);
    }

    [Fact]
    public async Task Deployment_ThatFails_TellsTheInnermostErrorOfTheResource()
    {
        var deployments = azure.Platform.Deployments(new Stage(azure, "broken").Environment);
        await deployments.EnsureGroupAsync(CancellationToken.None);
        var inner = """{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","contentVersion":"1.0.0.0","resources":[{"type":"Microsoft.App/managedEnvironments","apiVersion":"2025-07-01","name":"Not_A_Name","location":"westeurope","properties":{}}]}""";
        var outer = $$$"""{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","contentVersion":"1.0.0.0","resources":[{"type":"Microsoft.Resources/deployments","apiVersion":"2024-03-01","name":"inner","properties":{"mode":"Incremental","template":{{{inner}}}}}]}""";

        var error = await Should.ThrowAsync<DeploymentFailedException>(() => deployments.RunAsync(new TemplateDeployment("outer", (JsonObject)JsonNode.Parse(outer)!, []), ended, CancellationToken.None));

        error.Failures.ShouldHaveSingleItem().Message.ShouldContain("Not_A_Name");
        error.Message.ShouldStartWith("Deployment 'outer' ");
    }

    private static (PipelineSettings Settings, InfrastructureTemplate Template) Prepare(string name, string group)
    {
        var real = PipelineSettings.Load(Path.Combine(Checkout.Root, "infrastructure", "pipeline.json"));
        var environment = real.Environment(name) with { ResourceGroup = group, Drain = TimeSpan.FromMilliseconds(500) };
        var settings = real with
        {
            Services = new OrderedDictionary<string, ServiceSettings> { ["api"] = Service("api"), ["web"] = Service("web") },
            Environments = new Dictionary<string, EnvironmentSettings> { [name] = environment, ["staging"] = environment },
        };
        var files = InfrastructureFiles.Find(settings, name).ShouldNotBeNull();
        var compilation = BicepCompiler.Compile(files.Main, files.Parameters);
        var context = new EvaluationContext { Now = TimeProvider.System.GetUtcNow(), ResourceGroup = group };
        return (settings, new((JsonObject)JsonNode.Parse(compilation.EmitArm()!)!, (JsonObject)JsonNode.Parse(compilation.EmitParameters(context)!)!, "test"));
    }

    private static ServiceSettings Service(string name)
    {
        var live = new ProbeSettings { Path = "/live", Period = TimeSpan.FromSeconds(1), FailureThreshold = 60 };
        return new ServiceSettings
        {
            Name = name, Project = name, Image = StageSettings.Repository, App = $"coffee-{name}",
            Probes = new ProbesSettings { Startup = live, Liveness = live, Readiness = live with { Path = "/ready" } },
            EnvironmentVariables = new Dictionary<string, string> { ["GREETING"] = "hello" },
            Smoke = [new SmokeCheck { Path = "/environment", Contains = "${release.version}" }],
        };
    }

    private static async Task<ContainerApp> AppAsync(Stage stage) => (await stage.Apps.FindAppAsync("coffee-api", CancellationToken.None))!;

    private static JsonNode Container(ContainerApp app) => app.Raw["properties"]!["template"]!["containers"]![0]!;

    private static IEnumerable<string> Variables(ContainerApp app) => Container(app)["env"]!.AsArray().Select(variable => (string)variable!["name"]!);

    private static IEnumerable<string> Rules(ContainerApp app) => app.Raw["properties"]!["template"]!["scale"]!["rules"]!.AsArray().Select(rule => (string)rule!["name"]!);

    private sealed class Ended : List<ResourceProgress>, IProgress<ResourceProgress>
    {
        public void Report(ResourceProgress value) => Add(value);
    }
}

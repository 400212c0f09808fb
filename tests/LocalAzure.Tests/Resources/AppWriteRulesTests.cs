using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Resources;
using LocalAzure.Tests.Management;
using static LocalAzure.Tests.Management.WritingContainerApps;

namespace LocalAzure.Tests.Resources;

/// <summary>Decisions about writes, as values: nothing runs here.</summary>
public sealed class AppWriteRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly ResourceId Api = Id("api");

    [Theory]
    [InlineData("Api")]
    [InlineData("1api")]
    [InlineData("api-")]
    [InlineData("a--b")]
    [InlineData("api\n")]
    [InlineData("a-name-that-is-longer-than-thirty-two")]
    public void Put_OfAnImpossibleName_IsRefused(string name) => Refusal(Empty, Put(Id(name))).Code.ShouldBe("ContainerAppInvalidName");

    [Theory]
    [InlineData("V1")]
    [InlineData("1")]
    [InlineData("a--b")]
    [InlineData("a-suffix-that-makes-the-whole-name-longer-than-54-xyz")]
    public void Put_OfAnImpossibleSuffix_IsRefused(string suffix) => Refusal(Empty, Put(Api, LocalAzureUnderTest.Body(suffix))).Code.ShouldBe("ContainerAppInvalidRevisionName");

    [Fact]
    public void Put_WithoutSuffix_MakesOneOfSevenCharacters()
    {
        var accepted = AppWriteRules.Decide(Empty, Put(Api, LocalAzureUnderTest.Body()), Now, 1);

        accepted.App.LatestRevision!.ShouldMatch("^api--[a-z][a-z0-9]{6}$");
        accepted.Operation!.Revision.ShouldBe(accepted.App.LatestRevision);
    }

    [Fact]
    public void Put_WhenTheRevisionNameRunsInAnotherGroup_RunsUnderAKeyOfItsOwn()
    {
        var production = Empty with
        {
            Groups = Empty.Groups.Add("/subscriptions/sub/resourcegroups/live", new ResourceGroup("sub", "live", "westeurope", null)),
            Environments = Empty.Environments.Add(
                "/subscriptions/sub/resourcegroups/live/providers/microsoft.app/managedenvironments/live",
                new ManagedEnvironment(new ResourceId("sub", "live", ResourceId.ManagedEnvironments, "live"), Json(new JsonObject()), Now)),
        };
        var state = Applied(production, Put(Api, LocalAzureUnderTest.Body("v1")));
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["environmentId"] = "/subscriptions/sub/resourceGroups/live/providers/Microsoft.App/managedEnvironments/live";

        var accepted = AppWriteRules.Decide(state, Put(new ResourceId("sub", "live", ResourceId.ContainerApps, "api"), body), Now, 2);

        accepted.App.Revisions.Single().Name.ShouldBe("api--v1");
        accepted.App.Revisions.Single().Key.ShouldBe("api--v1.live");
    }

    [Theory]
    [InlineData("cpu", "0.5", "ContainerAppInvalidResourceTotal")]
    [InlineData("memory", "\"3Gi\"", "ContainerAppInvalidResourceTotal")]
    [InlineData("memory", "\"much\"", "InvalidParameterValueInContainerTemplate")]
    [InlineData("cpu", "\"one\"", "ContainerAppInvalidSchema")]
    public void Put_OfResourcesThatDoNotFit_IsRefused(string name, string value, string code)
    {
        var body = LocalAzureUnderTest.Body("v1");
        var resources = new JsonObject { ["cpu"] = 1.0, ["memory"] = "2Gi" };
        resources[name] = JsonNode.Parse(value);
        body["properties"]!["template"]!["containers"]![0]!["resources"] = resources;

        Refusal(Empty, Put(Api, body)).Code.ShouldBe(code);
    }

    [Fact]
    public void Put_OfADuplicateVariable_IsRefused()
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["containers"]![0]!["env"] = JsonNode.Parse("""[{"name":"A","value":"1"},{"name":"A","value":"2"}]""");

        Refusal(Empty, Put(Api, body)).Message.ShouldBe(
            "The following field(s) are either invalid or missing. Field 'template.containers.app.env' is invalid with details: 'Invalid value: environment variable 'A' is set more than once';..");
    }

    [Fact]
    public void Put_OfAnUnknownSecretRef_IsRefused()
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["containers"]![0]!["env"] = JsonNode.Parse("""[{"name":"A","secretRef":"nothing"}]""");

        Refusal(Empty, Put(Api, body)).Code.ShouldBe("ContainerAppSecretRefNotFound");
    }

    [Fact]
    public void Put_WithoutAnImage_IsRefused()
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["containers"]![0]!["image"] = null;

        Refusal(Empty, Put(Api, body)).Message.ShouldBe("Container with name 'app' must have an 'Image' property specified.");
    }

    [Theory]
    [InlineData("""[{"revisionName":"api--v1","weight":60},{"latestRevision":true,"weight":30}]""", "the weights add up to 90. Give weights that add up to 100.")]
    [InlineData("""[{"revisionName":"api--v9","weight":100}]""", "revision 'api--v9' does not exist.")]
    [InlineData("""[{"weight":100}]""", "give either revisionName or latestRevision: true.")]
    [InlineData("""[{"revisionName":"api--v1","weight":-1},{"latestRevision":true,"weight":101}]""", "weight -1 is not between 0 and 100.")]
    [InlineData("""[{"revisionName":"api--v1","weight":100,"label":"blue"},{"latestRevision":true,"weight":0,"label":"blue"}]""", "label 'blue' is given to more than one entry. Give each label once.")]
    public void Patch_OfImpossibleTraffic_IsRefused(string traffic, string why)
    {
        var state = Applied(Empty, Put(Api, LocalAzureUnderTest.Body("v1")));

        var refusal = Refusal(state, new AppWrite(Api, Json(Ingress("traffic", JsonNode.Parse(traffic)!)), Merge: true));

        refusal.Code.ShouldBe("ContainerAppInvalidTraffic");
        refusal.Message.ShouldEndWith(why);
    }

    [Fact]
    public void Patch_OfTrafficAtAnInactiveRevision_IsRefusedUnlessItsWeightIsZero()
    {
        var state = Applied(Empty, Put(Api, LocalAzureUnderTest.Body("v1")));
        state = Applied(state, new AppWrite(Api, Json(Template("v2")), Merge: true));
        var app = state.Apps[Api.Key];
        state = state.With(app.With(app.Revisions[0] with { Active = false }));

        Refusal(state, Patch(Traffic(("api--v1", 100, null)))).Message.ShouldEndWith("revision 'api--v1' is not active. Activate it before it gets traffic.");
        AppWriteRules.Decide(state, Patch(Traffic(("api--v1", 0, null), ("api--v2", 100, null))), Now, 1).Operation.ShouldNotBeNull();
    }

    [Fact]
    public void Patch_OfTrafficInSingleMode_IsRefused()
    {
        var state = Applied(Empty, Put(Api, LocalAzureUnderTest.Body("v1", "Single")));

        Refusal(state, Patch(Traffic(("api--v1", 100, null)))).Code.ShouldBe("ContainerAppInvalidTraffic");
    }

    [Fact]
    public void Patch_OfAffinityInMultipleMode_IsRefused()
    {
        var state = Applied(Empty, Put(Api, LocalAzureUnderTest.Body("v1")));

        Refusal(state, Patch(Ingress("stickySessions", new JsonObject { ["affinity"] = "sticky" }))).Code.ShouldBe("ContainerAppInvalidIngressStickySessionRevisionMode");
    }

    [Fact]
    public void Patch_OfAnArrayWhereANumberIsDue_NamesTheField()
    {
        var state = Applied(Empty, Put(Api, LocalAzureUnderTest.Body("v1")));

        Refusal(state, Patch(Ingress("targetPort", "http"))).Message.ShouldBe(
            "Invalid request body for container app. Field 'properties.configuration.ingress.targetPort' must be a whole number, not \"http\".");
    }

    [Fact]
    public void Put_OfANewAppWhoseTrafficNamesItsRevision_IsGoingToExpire()
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["configuration"]!["ingress"]!["traffic"] = JsonNode.Parse("""[{"revisionName":"api--v1","weight":100}]""");

        AppWriteRules.Decide(Empty, Put(Api, body), Now, 1).Operation!.Error!.Message.ShouldBe(
            "Failed to provision revision for container app 'api'. Error details: Operation expired.");
    }

    [Fact]
    public void Patch_WithTheSameTemplate_MakesNoRevision()
    {
        var state = Applied(Empty, Put(Api, LocalAzureUnderTest.Body("v1")));

        AppWriteRules.Decide(state, Patch(Template("v1")), Now, 1).Operation!.Error.ShouldNotBeNull();
        AppWriteRules.Decide(state, new AppWrite(Api, Json(LocalAzureUnderTest.Body("v1")), Merge: true), Now, 1).Operation.ShouldBeNull();
    }

    [Fact]
    public void Put_OfSecretsSpelledInAnotherWay_KeepsTheirValuesOutOfTheDocument()
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["configuration"]!["Secrets"] = JsonNode.Parse("""[{"Name":"password","Value":"hush"}]""");

        var app = AppWriteRules.Decide(Empty, Put(Api, body), Now, 1).App;

        app.Secrets["password"].ShouldBe("hush");
        app.Document.GetRawText().ShouldNotContain("hush");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(70000)]
    public void Put_OfAPortThatIsNone_IsRefused(int port) => Refusal(Empty, Put(Api, WithPort(port))).Message.ShouldBe(
        $"properties.configuration.ingress.exposedPort: {port} is not a port. Give 1 to 65535, or leave it out.");

    [Fact]
    public void Put_OfAnotherAppsPort_IsRefused()
    {
        var state = Applied(Empty, Put(Api, WithPort(5001)));

        Refusal(state, Put(Id("web"), WithPort(5001))).Message.ShouldBe(
            "properties.configuration.ingress.exposedPort: 5001 belongs to container app 'api'. Give another one, or leave it out.");
        AppWriteRules.Decide(state, Put(Api, WithPort(5001)), Now, 1).Operation.ShouldBeNull();
        AppWriteRules.Decide(state, Put(Id("web"), WithPort(0)), Now, 5002).App.PlainPort.ShouldBe(5002);
    }

    [Theory]
    [InlineData("periodSeconds", 0)]
    [InlineData("timeoutSeconds", 0)]
    [InlineData("failureThreshold", 0)]
    [InlineData("successThreshold", -1)]
    public void Put_OfAProbeThatCannotWork_IsRefused(string name, int value)
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["containers"]![0]!["probes"] = JsonNode.Parse($$"""[{"type":"Liveness","httpGet":{"path":"/","port":1},"{{name}}":{{value}}}]""");

        Refusal(Empty, Put(Api, body)).Message.ShouldBe($"template.containers.app.probes.Liveness.{name}: {value} is not between 1 and 240.");
    }

    [Fact]
    public void Put_OfAProbeHeaderGivenTwice_SendsBothValues()
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["containers"]![0]!["probes"] =
            JsonNode.Parse("""[{"type":"Liveness","httpGet":{"path":"/","port":1,"httpHeaders":[{"name":"A","value":"1"},{"name":"a","value":"2"}]}}]""");

        var app = AppWriteRules.Decide(Empty, Put(Api, body), Now, 1).App;

        AskedApp.Read(app.Document).Template.Containers[0].Probes[0].Headers["A"].ShouldBe("1, 2");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(601)]
    public void Put_OfAnImpossibleGracePeriod_IsRefused(int seconds)
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["template"]!["terminationGracePeriodSeconds"] = seconds;

        Refusal(Empty, Put(Api, body)).Message.ShouldBe($"template.terminationGracePeriodSeconds: {seconds} is not between 0 and 600.");
    }

    [Fact]
    public void Put_WhileTheEnvironmentIsBeingDeleted_IsAConflict()
    {
        var deletion = new Operation
        {
            Id = "1", Kind = OperationKind.DeleteEnvironment, Subscription = "sub", Location = "westeurope", Target = LocalAzureUnderTest.EnvironmentPath, Started = Now,
        };

        Refusal(Empty.With(deletion), Put(Api)).Code.ShouldBe("ManagedEnvironmentScheduledForDelete");
    }

    private static JsonObject WithPort(int port)
    {
        var body = LocalAzureUnderTest.Body("v1");
        body["properties"]!["configuration"]!["ingress"]!["exposedPort"] = port;
        return body;
    }

    private static LocalAzureState Empty { get; } = new()
    {
        Groups = LocalAzureState.Empty.Groups.Add(Api.GroupKey, new ResourceGroup("sub", "rg", "westeurope", null)),
        Environments = LocalAzureState.Empty.Environments.Add(
            LocalAzureUnderTest.EnvironmentPath.ToLowerInvariant(),
            new ManagedEnvironment(new ResourceId("sub", "rg", ResourceId.ManagedEnvironments, "test"), Json(new JsonObject()), Now)),
    };

    private static ResourceId Id(string name) => new("sub", "rg", ResourceId.ContainerApps, name);

    private static JsonElement Json(JsonNode node) => JsonSerializer.SerializeToElement(node);

    private static AppWrite Put(ResourceId id, JsonNode? body = null) => new(id, Json(body ?? LocalAzureUnderTest.Body("v1")), Merge: false);

    private static AppWrite Patch(JsonNode body) => new(Api, Json(body), Merge: true);

    private static JsonObject Ingress(string name, JsonNode value) => new()
    {
        ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["ingress"] = new JsonObject { [name] = value } } },
    };

    private static ArmException Refusal(LocalAzureState state, AppWrite write) => Should.Throw<ArmException>(() => AppWriteRules.Decide(state, write, Now, 1));

    /// <summary>The state after the write was accepted and carried out.</summary>
    private static LocalAzureState Applied(LocalAzureState state, AppWrite write)
    {
        var accepted = AppWriteRules.Decide(state, write, Now, 1);
        return OperationResults.Apply(accepted.State, accepted.Operation!, accepted.Operation!.Error, Now);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Ingress;
using LocalAzure.Resources;
using LocalAzure.Revisions;
using LocalAzure.Tests.Management;

namespace LocalAzure.Tests.Resources;

/// <summary>What ingress is told, and what follows from readiness, as values.</summary>
public sealed class RoutingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Compute_ResolvesLatestToTheLatestReadyAndAddsUpWeights()
    {
        var state = State("Multiple", """[{"revisionName":"api--v1","weight":30},{"latestRevision":true,"weight":50},{"revisionName":"api--v2","weight":20,"label":"green"}]""");

        var route = Routing.Compute(state).Apps.Single();

        route.Traffic.ShouldBe([new TrafficTarget("api--v1", 80), new TrafficTarget("api--v2", 20)]);
        route.Fqdn.ShouldBe("api.test.localhost");
        route.RevisionHosts.ShouldBe(new Dictionary<string, string>
        {
            ["api--v1.test.localhost"] = "api--v1",
            ["api--v2.test.localhost"] = "api--v2",
            ["api---green.test.localhost"] = "api--v2",
        });
    }

    [Fact]
    public void Compute_InSingleMode_SendsEverythingToTheLatestReady() =>
        Routing.Compute(State("Single", null)).Apps.Single().Traffic.ShouldBe([new TrafficTarget("api--v1", 100)]);

    [Fact]
    public void Compute_OfAStoppedApp_HasNoRoute()
    {
        var state = State("Multiple", null);

        Routing.Compute(state.With(state.Apps.Values.Single() with { Stopped = true })).Apps.ShouldBeEmpty();
    }

    [Fact]
    public void Settle_InSingleMode_SwitchesWhenTheNewRevisionIsReadyAndNotBefore()
    {
        var state = State("Single", null);

        Readiness.Settle(state, _ => null, Now).ShouldBeSameAs(state);
        var app = Readiness.Settle(state, Ready, Now).Apps.Values.Single();

        app.LatestReadyRevision.ShouldBe("api--v2");
        app.Revisions.Select(revision => revision.Active).ShouldBe([false, true]);
    }

    [Fact]
    public void Settle_InMultipleMode_DeactivatesNothing() =>
        Readiness.Settle(State("Multiple", null), Ready, Now).Apps.Values.Single().Revisions.ShouldAllBe(revision => revision.Active);

    [Fact]
    public void Settle_WithMoreInactiveRevisionsThanKept_PurgesTheOldestThatNoTrafficNames()
    {
        var state = State("Multiple", """[{"revisionName":"api--old1","weight":0},{"revisionName":"api--v1","weight":100}]""", maxInactive: 1);
        var app = state.Apps.Values.Single();
        var old = new[] { "api--old1", "api--old2", "api--old3" }.Select(name => new Revision(name, Template, Now, Active: false) { Key = name });

        var settled = Readiness.Settle(state.With(app with { Revisions = app.Revisions.InsertRange(0, old) }), _ => null, Now);

        settled.Apps.Values.Single().Revisions.Select(revision => revision.Name).ShouldBe(["api--old1", "api--old3", "api--v1", "api--v2"]);
    }

    private static JsonElement Template => JsonSerializer.SerializeToElement(LocalAzureUnderTest.Body()["properties"]!["template"]);

    /// <summary>Two active revisions, of which the first is the latest ready one.</summary>
    private static LocalAzureState State(string mode, string? traffic, int maxInactive = 100)
    {
        var body = LocalAzureUnderTest.Body(mode: mode);
        var configuration = body["properties"]!["configuration"]!;
        configuration["maxInactiveRevisions"] = maxInactive;
        if (traffic is not null)
            configuration["ingress"]!["traffic"] = JsonNode.Parse(traffic);

        var document = JsonSerializer.SerializeToElement(body);
        var environment = new ResourceId("sub", "rg", ResourceId.ManagedEnvironments, "test");
        return (LocalAzureState.Empty with
        {
            Environments = LocalAzureState.Empty.Environments.Add(environment.Key, new ManagedEnvironment(environment, document, Now)),
        }).With(new ContainerApp
        {
            Id = new ResourceId("sub", "rg", ResourceId.ContainerApps, "api"),
            Document = document,
            Applied = document,
            Created = Now,
            Modified = Now,
            LatestRevision = "api--v2",
            LatestReadyRevision = "api--v1",
            Revisions = [new Revision("api--v1", Template, Now, Active: true) { Key = "api--v1" }, new Revision("api--v2", Template, Now.AddSeconds(1), Active: true) { Key = "api--v2" }],
        });
    }

    private static RevisionStatus? Ready(string revision) => new(
        revision, "Running", "Healthy", "Provisioned", null, [new ReplicaStatus { Name = "r", Container = "app", Created = Now, Ready = true, RunningState = "Running", LogFile = "" }]);
}

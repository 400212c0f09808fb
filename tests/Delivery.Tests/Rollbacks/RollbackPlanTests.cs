using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using static Delivery.Tests.Rollouts.Observations;

namespace Delivery.Tests.Rollbacks;

public sealed class RollbackPlanTests
{
    private static readonly LedgerEntry Old = Entry("1", "old", "api");
    private static readonly LedgerEntry New = Entry("2", "new", "api");

    [Fact]
    public void Plan_OverALivingStandby_OnlyMovesTraffic()
    {
        var seen = Seen("api", "new", ("old", 0), ("new", 100));
        var plan = Plan(seen);
        var service = plan.Services[0];

        (service.Way, service.Plan.Candidate, service.Template).ShouldBe((WayBack.Standby, "api--old", null));
        plan.Left(service, seen).ShouldBe(["api--new"]);
        plan.HasTemplateOfAnother(seen).ShouldBeTrue();
        service.Plan.Previous.ShouldBe(new Dictionary<string, int> { ["api--new"] = 100 });
    }

    [Fact]
    public void Plan_OverAFailedApp_AppliesTheStandbysTemplateFirst()
    {
        var seen = Seen("api", "new", ("old", 0), ("new", 100));

        Plan(seen with { App = seen.App! with { ProvisioningState = "Failed" } }).Services[0].Plan.Reapply.ShouldBeTrue();
    }

    [Fact]
    public void Plan_WhereTheOldRevisionIsInactive_MakesAFreshOneOfItsTemplate()
    {
        var seen = Seen("api", "new", ("old", 0), ("new", 100));
        var template = (JsonObject)JsonNode.Parse("""{ "containers": [{ "image": "registry/api@old" }], "scale": { "minReplicas": 1, "maxReplicas": 5 } }""")!;

        var service = Plan(seen with { Revisions = [seen.Revisions[0] with { Active = false, Template = template }, seen.Revisions[1] with { Replicas = 3 }] }).Services[0];

        (service.Way, service.Plan.Candidate).ShouldBe((WayBack.Fresh, "api--r1"));
        ((string?)service.Template!["revisionSuffix"], (int?)service.Template["scale"]!["minReplicas"]).ShouldBe(("r1", 3));
    }

    [Fact]
    public void Plan_WhereTheOldRevisionWasPurged_PutsItsImageIntoTheTemplateOfToday()
    {
        var seen = Seen("api", "new", ("new", 100));
        var today = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["image"] = "registry/api@new", ["env"] = new JsonArray() }) };
        var raw = new JsonObject { ["properties"] = new JsonObject { ["template"] = today } };

        var service = Plan(seen with { App = seen.App! with { Raw = raw } }).Services[0];

        service.Template!["containers"]![0]!["image"]!.ToString().ShouldBe("registry/api@old");
        service.Template["containers"]![0]!["env"]!.AsArray().ShouldContain(entry => entry!["name"]!.ToString() == ReleaseTags.SourcesVariable && entry["value"]!.ToString() == "old");
    }

    [Fact]
    public void Plan_WhereTheOldReleaseServesAlready_Stays()
    {
        var plan = Plan(Seen("api", "new", ("old", 100), ("new", 0)));

        (plan.Moves, plan.Services[0].Way).ShouldBe((false, WayBack.Stays));
    }

    [Fact]
    public void Plan_NamesEveryProblemAtOnce()
    {
        var single = Seen("api", "new", ("new", 100));
        single = single with { App = single.App! with { RevisionsMode = "Single" } };

        Should.Throw<DeliveryException>(() => Plan(Seen("gone"), Seen("added", "new", ("new", 100)), single)).Message.Split(Environment.NewLine).ShouldBe([
            "gone: the container app is not there, so nothing can go back in it. Deploy to the environment.",
            "services.added: release 1 has none of it. Go back with settings that do not name it.",
            "api: activeRevisionsMode is 'Single', so traffic cannot be moved. Set it to Multiple and check which revision serves.",
        ]);
    }

    [Fact]
    public void Labels_AfterARollback_AreGreenOnWhatServesAndNoBlue()
    {
        var target = ServingLabels.After([new("api--new", false, 100, "green"), new("api--old", false, 0, "blue")], "api--old");

        target.Weights.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        target.Labels.ShouldBe(new Dictionary<string, string?> { ["green"] = "api--old", ["blue"] = null });
        TrafficEdit.Apply(new JsonArray(Entry("api--new", 100, "green"), Entry("api--old", 0, "blue")), target, _ => true).ToJsonString()
            .ShouldBe("""[{"revisionName":"api--new","weight":0},{"revisionName":"api--old","weight":100,"label":"green"}]""");

        static JsonNode Entry(string revision, int weight, string label) => new JsonObject { ["revisionName"] = revision, ["weight"] = weight, ["label"] = label };
    }

    [Fact]
    public void Labels_WhereNoneEverWere_StayAway() => ServingLabels.After([new("api--new", false, 100, null)], "api--old").Labels.ShouldBeEmpty();

    private static RollbackPlan Plan(params ServiceObservation[] observed) => RollbackPlan.Make(Old, New, observed, () => "r1");
}

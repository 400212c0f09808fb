using System.Text.Json.Nodes;
using Frostline.Bicep.Plans;

namespace Bicep.Tests.Plans;

public sealed class PlanComparisonTests
{
    [Fact]
    public void Comparison_WithoutAnAcceptedPlan_CreatesEverything() =>
        PlanComparison.Of(null, Plan(App("api", "{}"))).ShouldHaveSingleItem().Kind.ShouldBe(PlanChangeKind.Created);

    [Fact]
    public void Comparison_OfEqualPlans_IsEmpty() =>
        PlanComparison.Of(Plan(App("api", """{ "a": 1, "b": [2] }""")), Plan(App("api", """{ "b": [2], "a": 1 }"""))).ShouldBeEmpty();

    [Fact]
    public void Comparison_OfWhatIsGone_DeletesIt()
    {
        var change = PlanComparison.Of(Plan(App("api", "{}"), App("web", "{}")), Plan(App("api", "{}"))).ShouldHaveSingleItem();

        (change.Kind, change.Resource.Name).ShouldBe((PlanChangeKind.Deleted, "web"));
    }

    [Theory]
    [InlineData("""{ "sku": { "name": "B1" } }""", """{ "sku": { "name": "B2" } }""", "~ sku.name: \"B1\" => \"B2\"")]
    [InlineData("""{}""", """{ "tags": { "a": "b" } }""", "+ tags: {\"a\":\"b\"}")]
    [InlineData("""{ "zones": ["1", "2"] }""", """{ "zones": ["1"] }""", "- zones[1]: \"2\"")]
    [InlineData("""{ "env": [{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }] }""", """{ "env": [{ "name": "B", "value": "3" }, { "name": "A", "value": "1" }] }""", "~ env[B].value: \"2\" => \"3\"")]
    public void Comparison_OfOneProperty_NamesItAlone(string before, string after, string expected) =>
        PlanComparison.Of(Plan(App("api", before)), Plan(App("api", after))).ShouldHaveSingleItem().Properties.ShouldHaveSingleItem().ToString().ShouldBe(expected);

    [Fact]
    public void Comparison_OfAnotherApiVersion_SaysSo() =>
        PlanComparison.Of(Plan(App("api", "{}")), Plan(App("api", "{}") with { ApiVersion = "2026-01-01" })).ShouldHaveSingleItem()
            .Properties.ShouldHaveSingleItem().ToString().ShouldBe("~ apiVersion: \"2025-07-01\" => \"2026-01-01\"");

    [Fact]
    public void PlanFile_ReadAfterWriting_IsTheSamePlan()
    {
        var plan = Plan(App("api", """{ "properties": { "image": "[images.api]", "n": 0.25 } }""") with { Condition = "private" }, App("web", "{}"));

        PlanComparison.Of(PlanFile.Read(PlanFile.Write(plan), "staging.json"), plan).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{ "environment": "staging", "resources": [{}] }""")]
    public void PlanFile_ThatIsNone_IsRefusedWithARemedy(string json) =>
        Should.Throw<InvalidDataException>(() => PlanFile.Read(json, "snapshots/staging.json")).Message
            .ShouldEndWith("Restore it from version control, or accept the plan of now with --update-snapshots.");

    [Fact]
    public void Tree_ShowsModulesResourcesAndWhatChanges()
    {
        var before = Plan(App("api", """{ "sku": 1 }"""), App("old", "{}"));
        var after = Plan(App("api", """{ "sku": 2 }"""), App("new", "{}") with { Module = "web", Condition = "private" });

        PlanTree.Render(after, PlanComparison.Of(before, after)).ShouldBe("""
            staging: 2 resources, 1 created, 1 changed, 1 deleted
            ├─ (main)
            │  ├─ ~ Microsoft.App/containerApps api
            │  │       ~ sku: 1 => 2
            │  └─ - Microsoft.App/containerApps old
            └─ web
               └─ + Microsoft.App/containerApps new if private

            """.ReplaceLineEndings("\n"));
    }

    private static Plan Plan(params PlannedResource[] resources) => new("staging", resources);

    private static PlannedResource App(string name, string body) => new("Microsoft.App/containerApps", "2025-07-01", name, "/g", "") { Body = JsonNode.Parse(body)!.AsObject() };
}

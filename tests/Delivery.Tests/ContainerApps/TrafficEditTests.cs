using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;

namespace Delivery.Tests.ContainerApps;

public sealed class TrafficEditTests
{
    [Theory]
    [InlineData("""[{"latestRevision":true,"weight":100}]""", """[{"revisionName":"new","weight":100}]""")]
    [InlineData("""[{"revisionName":"old","weight":100}]""", """[{"revisionName":"old","weight":0},{"revisionName":"new","weight":100}]""")]
    [InlineData("""[{"revisionName":"dead","weight":0}]""", """[{"revisionName":"new","weight":100}]""")]
    [InlineData("""[{"revisionName":"dead","weight":0,"label":"blue"}]""", """[{"revisionName":"dead","weight":0,"label":"blue"},{"revisionName":"new","weight":100}]""")]
    [InlineData("""[{"revisionName":"old","weight":100,"note":7}]""", """[{"revisionName":"old","weight":0,"note":7},{"revisionName":"new","weight":100}]""")]
    [InlineData("""[{"revisionName":"new","weight":0,"label":"green"}]""", """[{"revisionName":"new","weight":100,"label":"green"}]""")]
    [InlineData("""[{"revisionName":"new","weight":50,"label":"green"},{"revisionName":"new","weight":50}]""", """[{"revisionName":"new","weight":100,"label":"green"},{"revisionName":"new","weight":0}]""")]
    public void Apply_KeepsWhatMustStayAndPinsByName(string before, string after)
    {
        var edited = TrafficEdit.Apply((JsonArray)JsonNode.Parse(before)!, new Dictionary<string, int> { ["new"] = 100 }, revision => revision != "dead");

        edited.ToJsonString().ShouldBe(after);
    }

    [Theory]
    [InlineData("new", false, 100, true)]
    [InlineData("new", true, 100, false)]
    [InlineData("new", false, 90, false)]
    [InlineData("old", false, 100, false)]
    public void Stands_OnlyForExactlyTheWeightsByName(string revision, bool latest, int weight, bool expected) =>
        TrafficEdit.Stands([new(revision, latest, weight, null), new("other", false, 0, null)], new Dictionary<string, int> { ["new"] = 100 }).ShouldBe(expected);
}

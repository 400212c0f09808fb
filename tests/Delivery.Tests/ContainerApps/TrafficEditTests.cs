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
        var edited = TrafficEdit.Apply((JsonArray)JsonNode.Parse(before)!, new TrafficTarget { Weights = new Dictionary<string, int> { ["new"] = 100 } }, revision => revision != "dead");

        edited.ToJsonString().ShouldBe(after);
    }

    [Theory]
    [InlineData("""[{"revisionName":"old","weight":100,"label":"green"}]""", """[{"revisionName":"old","weight":90,"label":"blue"},{"revisionName":"new","weight":10,"label":"green"}]""")]
    [InlineData("""[{"revisionName":"old","weight":100},{"revisionName":"older","weight":0,"label":"blue"}]""", """[{"revisionName":"old","weight":90,"label":"blue"},{"revisionName":"older","weight":0},{"revisionName":"new","weight":10,"label":"green"}]""")]
    [InlineData("""[{"revisionName":"old","weight":100},{"revisionName":"dead","weight":0,"label":"green"}]""", """[{"revisionName":"old","weight":90,"label":"blue"},{"revisionName":"new","weight":10,"label":"green"}]""")]
    [InlineData("""[{"revisionName":"old","weight":100},{"revisionName":"mine","weight":0,"label":"beta"}]""", """[{"revisionName":"old","weight":90,"label":"blue"},{"revisionName":"mine","weight":0,"label":"beta"},{"revisionName":"new","weight":10,"label":"green"}]""")]
    public void Apply_MovesLabelsAndLeavesThoseOfOthers(string before, string after)
    {
        var target = new TrafficTarget
        {
            Weights = new Dictionary<string, int> { ["old"] = 90, ["new"] = 10 },
            Labels = new Dictionary<string, string?> { ["green"] = "new", ["blue"] = "old" },
        };

        TrafficEdit.Apply((JsonArray)JsonNode.Parse(before)!, target, revision => revision != "dead").ToJsonString().ShouldBe(after);
    }

    [Fact]
    public void Apply_OfAWholeArray_RestoresItEntryByEntryWithAllItSays()
    {
        var now = """[{"revisionName":"old","weight":0,"note":7},{"revisionName":"new","weight":100,"label":"green"}]""";
        var target = TrafficTarget.Restoring([new("old", false, 100, "green"), new("dead", false, 0, null)]);

        TrafficEdit.Apply((JsonArray)JsonNode.Parse(now)!, target, _ => true).ToJsonString()
            .ShouldBe("""[{"revisionName":"old","weight":100,"note":7,"label":"green"},{"revisionName":"dead","weight":0}]""");
    }

    [Fact]
    public void Target_StandsOnlyWithItsLabels()
    {
        var target = new TrafficTarget { Weights = new Dictionary<string, int> { ["new"] = 100 }, Labels = new Dictionary<string, string?> { ["green"] = "new", ["blue"] = null } };

        target.Stands([new("new", false, 100, "green"), new("old", false, 0, null)]).ShouldBeTrue();
        target.Stands([new("new", false, 100, null)]).ShouldBeFalse();
        target.Stands([new("new", false, 100, "green"), new("old", false, 0, "blue")]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("new", false, 100, true)]
    [InlineData("new", true, 100, false)]
    [InlineData("new", false, 90, false)]
    [InlineData("old", false, 100, false)]
    public void Stands_OnlyForExactlyTheWeightsByName(string revision, bool latest, int weight, bool expected) =>
        TrafficEdit.Stands([new(revision, latest, weight, null), new("other", false, 0, null)], new Dictionary<string, int> { ["new"] = 100 }).ShouldBe(expected);
}

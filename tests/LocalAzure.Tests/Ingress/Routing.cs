using LocalAzure.Ingress;

namespace LocalAzure.Tests.Ingress;

public sealed class Routing
{
    private static readonly RoutingTable Table = new([
        new AppRoute("api", "api.test.localhost", 5001, [new("api--a", 90), new("api--b", 10), new("api--old", 0)],
            new Dictionary<string, string> { ["api--b.test.localhost"] = "api--b", ["api---green.test.localhost"] = "api--b" }),
        new AppRoute("silent", "silent.test.localhost", null, [], new Dictionary<string, string>()),
    ]);

    [Theory]
    [InlineData(null, "api.test.localhost", 0, "api--a")]
    [InlineData(null, "API.Test.LocalHost", 89, "api--a")]
    [InlineData(null, "api.test.localhost", 90, "api--b")]
    [InlineData(null, "api.test.localhost", 99, "api--b")]
    [InlineData(null, "api--b.test.localhost", 0, "api--b")]
    [InlineData(null, "api---green.test.localhost", 0, "api--b")]
    [InlineData(5001, "127.0.0.1", 0, "api--a")]
    [InlineData(5001, "api--b.test.localhost", 0, "api--a")]
    public void Map_LeadsByHostPortAndWeight(int? port, string host, int ticket, string revision) =>
        new RouteMap(Table).Find(port, host)!.Choose(_ => ticket).ShouldBe(revision);

    [Fact]
    public void Map_WhenNobodyAnswers_FindsNothing()
    {
        var map = new RouteMap(Table);

        map.Find(null, "other.test.localhost").ShouldBeNull();
        map.Find(null, "silent.test.localhost")!.Choose(_ => 0).ShouldBeNull();
        map.PlainPorts.ShouldBe([5001]);
    }

    [Fact]
    public void Choose_FollowsTheWeights()
    {
        var route = new RouteMap(Table).Find(null, "api.test.localhost")!;
        var random = new Random(1);

        Enumerable.Range(0, 10_000).Count(_ => route.Choose(random.Next) == "api--b").ShouldBeInRange(900, 1100);
    }
}

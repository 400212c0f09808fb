using System.Text.Json.Nodes;
using Testing;

namespace Contract.Tests.OpenApi;

/// <summary>
/// Every call of these tests goes through a proxy that holds it against the official OpenAPI; what does not fit fails the run at its end. These show that
/// the check can fail, and that a rollout is seen by it.
/// </summary>
public sealed class OfficialApiTests(RunningLocalAzure azure)
{
    private const string App = "/subscriptions/s/resourceGroups/g/providers/Microsoft.App/containerApps/api";

    [Fact, Trait("Figures", "rollout")]
    public async Task Rollout_SendsAndGetsWhatTheOfficialApiSays()
    {
        SkipWithoutFiles();
        await using var stage = new Stage(azure, "official");
        await stage.ShouldServeAsync(await stage.DeployAsync("1"));
        await stage.ShouldServeAsync(await stage.DeployAsync("2"));

        var seen = azure.Proxy.CheckedCalls.Keys.ToList();
        foreach (var call in new[] { "PUT", "PATCH", "GET" })
            seen.ShouldContain(operation => operation.StartsWith(call, StringComparison.Ordinal) && operation.EndsWith("/containerApps/{containerAppName}", StringComparison.Ordinal));
        seen.ShouldContain(operation => operation.EndsWith("/revisions/{revisionName}/deactivate", StringComparison.Ordinal));
        seen.ShouldContain(operation => operation.EndsWith("/replicas", StringComparison.Ordinal));
        azure.Proxy.Faults.ShouldBeEmpty();
        Figures.Record("calls and answers that were held against the official OpenAPI", azure.Proxy.CheckedCalls.Values.Sum(), "calls", "> 0");
        Figures.Record("of these not as it says", azure.Proxy.Faults.Count, "calls", "0");
    }

    [Theory]
    [InlineData("""{"properties":{"template":{"scale":{"minReplicas":"two"}}}}""", "request $.properties.template.scale.minReplicas: \"two\" where integer is due")]
    [InlineData("""{"properties":{"template":{"container":[]}}}""", "request $.properties.template.container: is not known")]
    public void Request_ThatTheApiDoesNotKnow_IsFound(string body, string fault)
    {
        SkipWithoutFiles();

        Check(new Exchange("PATCH", App, ["api-version"], JsonNode.Parse(body), 202, null)).ShouldBe([$"PATCH {App}: {fault}"]);
    }

    [Fact]
    public void Answer_ThatTheApiDoesNotKnow_IsFound()
    {
        SkipWithoutFiles();

        Check(new Exchange("GET", App, [], null, 200, JsonNode.Parse("""{"location":"here","properties":{"provisioningState":5}}"""))).ShouldBe(
        [
            $"GET {App}: query parameter 'api-version' is missing",
            $"GET {App}: answer $.properties.provisioningState: 5 where string is due",
        ]);
        Check(new Exchange("DELETE", App, ["api-version"], null, 418, JsonNode.Parse("{}"))).ShouldBe([]);
        Check(new Exchange("DELETE", App, ["api-version"], null, 206, null)).ShouldBe([$"DELETE {App}: status 206 is not one of 200, 202, 204, default"]);
    }

    private static IEnumerable<string> Check(Exchange exchange) => OfficialApi.TryRead()!.Find(exchange.Method, exchange.Path)!.Check(exchange);

    private static void SkipWithoutFiles() => Assert.SkipWhen(
        OfficialApi.Folder is null, "The official OpenAPI files are not beside the checkout (shared/reference/specs): nothing was held against them.");
}

using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using LocalAzure.Tests.Management;
using Testing;

namespace LocalAzure.Tests.Faults;

/// <summary>Revisions that fail on request, and what the metrics API tells of them. One LocalAzure for all; each test has an app of its own.</summary>
public sealed class DisturbingRevisions(DisturbedLocalAzure disturbed) : IClassFixture<DisturbedLocalAzure>
{
    private readonly LocalAzureUnderTest azure = disturbed.Azure;

    [Fact]
    public async Task Ingress_FailsTheNewRevisionOnly_AndTheMetricsTellTheTwoApart()
    {
        await DeployAsync("split", "v1");
        await azure.DisturbAsync("split", """{"ingress":[{"revision":"new","status":500,"latencyMilliseconds":60,"jitterMilliseconds":20}]}""");
        await DeployAsync("split", "v2");

        for (var i = 0; i < 5; i++)
        {
            (await AskAsync("split--v1")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await AskAsync("split--v2")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        }

        await Eventually.Is(async () => await CountAsync("split", "split--v2", "5xx") == 5 && await CountAsync("split", "split--v1", "2xx") == 5);
        var times = await SeriesAsync("split", "ResponseTime", "revisionName eq 'split--v2'", "minimum,maximum,average,count");
        var measured = times.Single()!["data"]!.AsArray().Where(point => point!["count"] is not null).ToList();
        measured.Min(point => point!["minimum"]!.GetValue<double>()).ShouldBeGreaterThan(35);
        await Eventually.Is(async () => (await SeriesAsync("split", "Replicas", "revisionName eq '*'", "maximum")).Count == 2);
    }

    [Fact]
    public async Task Metrics_TellLaterThanItHappens_WhenALagIsAskedFor()
    {
        await DeployAsync("late", "v1");
        (await AskAsync("late--v1")).EnsureSuccessStatusCode();
        await Eventually.Is(async () => await CountAsync("late", "late--v1", "2xx") == 1);

        await azure.DisturbAsync("late", """{"metricsLagSeconds":90}""");

        (await CountAsync("late", "late--v1", "2xx")).ShouldBeNull();
        (await azure.SendAsync(HttpMethod.Get, $"{LocalAzureUnderTest.App("late")}/providers/Microsoft.Insights/metrics?metricnames=Nonsense", version: "2023-10-01").ErrorAsync()).ShouldBe((
            400, "BadRequest", "Failed to find metric configuration for provider: Microsoft.App, resource Type: containerApps, metric: Nonsense, Valid metrics: Requests,ResponseTime,RestartCount,Replicas"));
    }

    [Fact]
    public async Task DroppedConnections_AreCutWithoutAnAnswer_AsOftenAsAsked()
    {
        await DeployAsync("drop", "v1");
        await azure.DisturbAsync("drop", """{"ingress":[{"drop":true,"count":1}]}""");

        await Should.ThrowAsync<HttpRequestException>(() => AskAsync("drop--v1"));
        (await AskAsync("drop--v1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Path_ThatIsNamed_IsTheOnlyOneDisturbed()
    {
        await DeployAsync("path", "v1");
        await azure.DisturbAsync("path", """{"ingress":[{"path":"/slow?ms=","status":503}]}""");

        (await AskAsync("path--v1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync("path--v1", "/slow?ms=0")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Slowdown_HoldsTheAnswerBack_ForAShareOfTheTimeItTook()
    {
        await DeployAsync("share", "v1");
        await azure.DisturbAsync("share", """{"ingress":[{"slowdown":2}]}""");
        var start = Stopwatch.GetTimestamp();

        (await AskAsync("share--v1", "/slow?ms=100")).StatusCode.ShouldBe(HttpStatusCode.OK);

        Stopwatch.GetElapsedTime(start).TotalMilliseconds.ShouldBeGreaterThan(295);
    }

    [Fact]
    public async Task StuckRevision_StaysActivating_UntilTheProfileIsTakenAway()
    {
        await DeployAsync("stuck", "v1");
        await azure.DisturbAsync("stuck", """{"revisions":[{"stuckActivating":true}]}""");
        await azure.FinishAsync(HttpMethod.Patch, LocalAzureUnderTest.App("stuck"), LocalAzureUnderTest.Body("v2"));

        await Eventually.Is(async () => (await ReplicaAsync("stuck", "v2"))["runningState"]!.GetValue<string>() == "Running");
        (await RunningStateAsync("stuck", "v2")).ShouldBe("Activating");
        (await RunningStateAsync("stuck", "v1")).ShouldBe("Running");

        await azure.SendAsync(HttpMethod.Delete, "/localazure/faults");
        await azure.WaitForReadyAsync("stuck", "stuck--v2");
    }

    [Fact]
    public async Task ColdStart_HoldsAReplicaBackForSoLong()
    {
        await azure.DisturbAsync("cold", """{"revisions":[{"coldStartSeconds":500,"count":1}]}""");
        await azure.FinishAsync(HttpMethod.Put, LocalAzureUnderTest.App("cold"), LocalAzureUnderTest.Body("v1"));
        await Eventually.Is(async () => (await azure.GetAsync("/localazure/faults/cold"))["taken"]!["revisions"]![0]!.GetValue<int>() == 1);
        (await RunningStateAsync("cold", "v1")).ShouldBe("Activating");

        await azure.SendAsync(HttpMethod.Post, "/localazure/clock", """{"advanceSeconds":500}""");

        await azure.WaitForReadyAsync("cold", "cold--v1");
    }

    [Fact]
    public async Task CrashLoop_OfARevisionThatServes_RestartsIt_AndTheMetricsCountIt()
    {
        await DeployAsync("crash", "v1");

        await azure.DisturbAsync("crash", """{"revisions":[{"revision":"crash--v1","crashAfterSeconds":0.1,"count":1}]}""");

        await Eventually.Is(async () => (await ReplicaAsync("crash", "v1"))["restartCount"]!.GetValue<int>() == 1);
        await azure.WaitForReadyAsync("crash", "crash--v1");
        await Eventually.Is(
            async () => (await SeriesAsync("crash", "RestartCount", "revisionName eq '*'", "maximum")).SingleOrDefault()?["data"]!.AsArray()
                .Any(point => point!["maximum"]?.GetValue<double>() == 1) == true);
    }

    [Fact]
    public async Task CrashLoop_OfANewRevision_EndsAsFailed_WhileTheOldOneServes()
    {
        await DeployAsync("loop", "v1");
        await azure.DisturbAsync("loop", """{"revisions":[{"crashAfterSeconds":0.05}]}""");
        await azure.FinishAsync(HttpMethod.Patch, LocalAzureUnderTest.App("loop"), LocalAzureUnderTest.Body("v2"));

        await Eventually.Is(async () => await RunningStateAsync("loop", "v2") == "Failed");

        (await AskAsync("loop--v1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await azure.GetAsync("/localazure/faults/loop"))["taken"]!["revisions"]![0]!.GetValue<int>().ShouldBeGreaterThanOrEqualTo(3);
    }

    private async Task DeployAsync(string app, string suffix)
    {
        await azure.DeployAsync(app, LocalAzureUnderTest.Body(suffix));
        await azure.WaitForReadyAsync(app, $"{app}--{suffix}");
    }

    /// <summary>Asks on the revision's own host.</summary>
    private async Task<HttpResponseMessage> AskAsync(string revision, string asked = "/")
    {
        var path = $"{LocalAzureUnderTest.App(revision.Split("--")[0])}/revisions/{revision}";
        using var request = new HttpRequestMessage(HttpMethod.Get, asked);
        request.Headers.Host = (await azure.GetAsync(path))["properties"]!["fqdn"]!.GetValue<string>();
        return await disturbed.People.SendAsync(request);
    }

    private async Task<string> RunningStateAsync(string app, string suffix) =>
        (await azure.GetAsync($"{LocalAzureUnderTest.App(app)}/revisions/{app}--{suffix}"))["properties"]!["runningState"]!.GetValue<string>();

    private async Task<JsonNode> ReplicaAsync(string app, string suffix) =>
        (await azure.GetAsync($"{LocalAzureUnderTest.App(app)}/revisions/{app}--{suffix}/replicas"))["value"]![0]!["properties"]!["containers"]![0]!;

    private async Task<double?> CountAsync(string app, string revision, string status)
    {
        var series = await SeriesAsync(app, "Requests", $"revisionName eq '{revision}' and statusCodeCategory eq '*'", "Total");
        return series.SingleOrDefault(line => line!["metadatavalues"]!.AsArray().Any(pair => pair!["value"]!.GetValue<string>() == status))
            ?["data"]!.AsArray().Sum(point => point!["total"]?.GetValue<double>() ?? 0);
    }

    private async Task<JsonArray> SeriesAsync(string app, string metric, string filter, string aggregation)
    {
        var path = $"{LocalAzureUnderTest.App(app)}/providers/Microsoft.Insights/metrics?metricnames={metric}&interval=PT1S&aggregation={aggregation}&$filter={Uri.EscapeDataString(filter)}";
        using var response = await azure.SendAsync(HttpMethod.Get, path, version: "2023-10-01");
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonNode.Parse(body)!["value"]![0]!["timeseries"]!.AsArray();
    }
}

using System.Text.Json.Nodes;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;
using Testing;

namespace Contract.Tests;

/// <summary>Steps judged on real revisions: probes through the ingress, health and counts from the management API.</summary>
public sealed class StepAnalysisTests(RunningLocalAzure azure)
{
    private static readonly AnalysisSettings Settings = new()
    {
        PairsPerSecond = 40, MinimumSamples = 50, MinimumRequests = 100, Extensions = 15, ProbeTimeout = TimeSpan.FromSeconds(30), LatencyFloor = TimeSpan.FromSeconds(30),
    };

    [Fact]
    public async Task Step_OfTheSameImageTwice_PassesAndHasThePlatformsFigures()
    {
        await using var stage = new Stage(azure, "equal");
        var stable = (await stage.DeployAsync("1.0.0")).Services[0].Revision!;
        var candidate = await AddAsync(stage, "same");

        var analysis = await AnalyseAsync(stage, stable, candidate, ["/", "/ready"]);

        analysis.Verdict.ShouldBe(Verdict.Pass, analysis.ToString());
        var counted = analysis.Metrics.Single(metric => metric.Metric == "platform errors");
        counted.CandidateSamples.ShouldBeInRange(100, 5000);
        (counted.Stable, counted.Candidate).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Step_WhoseUsersMeetErrors_FailsThoughNoProbeDoes()
    {
        await using var stage = new Stage(azure, "erring");
        var stable = (await stage.DeployAsync("1.0.0")).Services[0].Revision!;
        var candidate = await AddAsync(stage, "errs", ("ERROR_RATE", "1"));
        using var client = azure.Platform.CreateClient();
        using var end = new CancellationTokenSource();
        var users = UseAsync(client, new(await HostAsync(stage, candidate), "/slow?ms=1"), end.Token);

        var analysis = await AnalyseAsync(stage, stable, candidate, ["/"]);
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(users);

        analysis.Verdict.ShouldBe(Verdict.Fail, analysis.ToString());
        analysis.Reason.ShouldNotBeNull().ShouldStartWith("api, platform errors: ");
    }

    private static async Task UseAsync(HttpClient client, Uri address, CancellationToken cancellation)
    {
        for (var request = 0; request < 10_000; request++)
        {
            using var answer = await client.GetAsync(address, cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        }
    }

    private async Task<StepAnalysis> AnalyseAsync(Stage stage, string stable, string candidate, string[] paths)
    {
        using var client = azure.Platform.CreateClient();
        var target = new AnalysisTarget
        {
            Service = "api", App = stage.Api, StableRevision = stable, CandidateRevision = candidate, Paths = [.. paths.Select(path => new ProbePath(path))],
            StableHost = await HostAsync(stage, stable), CandidateHost = await HostAsync(stage, candidate),
        };
        var step = new AnalysisStep(10, TimeSpan.FromSeconds(4), [target]);
        return await new StepAnalyst(stage.Apps, client, Settings, TimeProvider.System).RunAsync(step, TestContext.Current.CancellationToken);
    }

    private async Task<Uri> HostAsync(Stage stage, string revision) =>
        azure.Platform.AddressFor((await stage.Apps.FindRevisionAsync(stage.Api, revision, CancellationToken.None))!.Fqdn!);

    private static async Task<string> AddAsync(Stage stage, string suffix, params (string Name, string Value)[] variables)
    {
        var template = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Raw["properties"]!["template"]!.DeepClone();
        template["revisionSuffix"] = suffix;
        var environment = (JsonArray)template["containers"]![0]!["env"]!;
        foreach (var (name, value) in variables)
            environment.Add(new JsonObject { ["name"] = name, ["value"] = value });
        await stage.Apps.PatchAppAsync(stage.Api, new JsonObject { ["properties"] = new JsonObject { ["template"] = template } }, CancellationToken.None);
        var revision = $"{stage.Api}--{suffix}";
        await Eventually.Is(
            async () => (await stage.Apps.FindRevisionAsync(stage.Api, revision, CancellationToken.None)) is { HealthState: "Healthy", RunningState: "Running" });
        return revision;
    }
}

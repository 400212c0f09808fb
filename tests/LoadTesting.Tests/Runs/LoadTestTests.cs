using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Frostline.Delivery;
using Frostline.LoadTesting;
using Frostline.LoadTesting.Baselines;
using Frostline.LoadTesting.Reports;
using Frostline.LoadTesting.Scenarios;
using Frostline.LoadTesting.Schedules;
using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;
using LoadTesting.Tests.Engines;
using Microsoft.AspNetCore.Http;
using Testing;
using static LoadTesting.Tests.Runs.RunRequests;

namespace LoadTesting.Tests.Runs;

/// <summary>From a request to files, against a real server.</summary>
public sealed class LoadTestTests : IDisposable
{
    private readonly TemporaryFolder folder = new("load");
    private readonly List<string> lines = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Run_WritesEverythingThatIsReadLater()
    {
        await using var server = await ScriptedServer.StartAsync(context => context.Response.WriteAsync("hello"));

        var outcome = await RunAsync(server.Address, new());

        var run = folder.Combine(outcome.Result.Run);
        var result = JsonSerializer.Deserialize<LoadResult>(File.ReadAllText(Path.Combine(run, "result.json")), DeliveryJson.Options)!;
        result.Requests.Single().Count.ShouldBe(200);
        result.Requests.Single().Statuses.ShouldBe(new Dictionary<int, long> { [200] = 200 });
        result.Total.Bytes.ShouldBe(200 * 5);
        result.Objectives.Select(objective => objective.Name).ShouldBe(["p95", "average", "errors"]);
        using var histograms = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "histograms.json")));
        var root = histograms.RootElement.GetProperty("requests").GetProperty("root");
        HistogramText.Read(root.GetProperty("response").GetString()!).Count.ShouldBe(200);
        root.GetProperty("slices").EnumerateArray().Sum(slice => HistogramText.Read(slice.GetString()!).Count).ShouldBe(200);
        XDocument.Load(Path.Combine(run, "junit.xml")).Descendants("testcase").Count().ShouldBe(4);
        File.ReadAllText(Path.Combine(run, "report.html")).ShouldContain("<svg");
        File.ReadAllText(Path.Combine(run, "report.html")).ShouldNotContain("http-equiv");
        File.ReadAllText(Path.Combine(run, "report.md")).ShouldContain("| root | 200 |");
        lines.Count.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Run_AgainstAServiceThatFails_EndsEarly_AndFails()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });

        // Nothing but errors is to end it: what a busy machine adds to its times is not.
        var outcome = await RunAsync(server.Address, new() { P95Milliseconds = 600_000, AverageMilliseconds = 600_000 }, rate: 200, seconds: 600);

        outcome.Result.Objectives.Single(objective => objective.Name == "errors").Verdict.ShouldBe(LoadVerdict.Fail);
        outcome.Result.EndedEarly.ShouldNotBeNull().ShouldStartWith("errors is 100 %, not below 0.1 % after ");
        outcome.Result.Seconds.ShouldBeLessThan(300);
        outcome.Result.Reasons.ShouldContain(reason => Regex.IsMatch(reason, @"^errors is 100 %, not below 0\.1 %, missed first at [\d.]+ s, in stage 'hold'"));
    }

    [Fact]
    public async Task Run_TellsTheVerdictOfEachStage_AsSoonAsItIsOver_AndDrawsTheRestOverAndOver()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        var drawn = new List<string>();
        var request = Request(server.Address, new(), 50, 1) with
        {
            Stages = [.. new[] { "warm-up", "first", "second" }.Select(name => new Stage(name, TimeSpan.FromSeconds(1), 50, 50, Arrivals.Constant, Measured: name != "warm-up"))],
        };

        await new LoadTest(TimeProvider.System, new(lines.Add, drawn.Add), folder.Path).RunAsync(request, null, TestContext.Current.CancellationToken);

        lines[0].ShouldStartWith("stage first: ");
        lines.Count.ShouldBe(2);
        lines[1].ShouldStartWith("[####################] ");
        drawn.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Run_ThatIsCancelled_IsReported_AndInconclusive_AndWhatItCutOffIsNoError()
    {
        // What a busy machine adds to its times is no reason of its own.
        var anything = new ScenarioObjectives { P95Milliseconds = 600_000, AverageMilliseconds = 600_000 };
        using var cancel = new CancellationTokenSource();
        var asked = 0;
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            var number = Interlocked.Increment(ref asked);
            if (number == 100)
                await cancel.CancelAsync();
            if (number >= 100)
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var outcome = await new LoadTest(TimeProvider.System, new(lines.Add), folder.Path).RunAsync(Request(server.Address, anything, 100, 600), null, cancel.Token);

        outcome.Result.Verdict.ShouldBe(LoadVerdict.Inconclusive);
        var reason = outcome.Result.Reasons[0];
        reason.ShouldMatch(@"^the run ended early: it was cancelled; requests that had no answer yet, and are not counted: \d+$");
        outcome.Result.Total.Failed.ShouldBe(0);
        XDocument.Load(folder.Combine(outcome.Result.Run, "junit.xml")).Descendants("testcase").Single(test => (string?)test.Attribute("name") == "run to its end")
            .Element("skipped").ShouldNotBeNull().Attribute("message")!.Value.ShouldBe(reason);
        // The rate of what took place, not of the ten minutes that were planned.
        outcome.Result.Stages.Single().Rate.ShouldBeGreaterThan(1);
        File.Exists(folder.Combine(outcome.Result.Run, "report.html")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_AgainstNobody_SaysSo()
    {
        var error = await Should.ThrowAsync<DeliveryException>(() => RunAsync(new($"http://127.0.0.1:{FreePort.Next()}/"), new()));

        error.Message.ShouldEndWith("nobody listens there. Start the service, or correct the address.");
    }

    [Fact]
    public async Task Baseline_SavedAndRead_ComparesWithTheSameScenarioAlone()
    {
        await using var server = await ScriptedServer.StartAsync(_ => Task.CompletedTask);
        var outcome = await RunAsync(server.Address, new(), seconds: 3);
        var path = folder.Combine("baselines", "main.json");

        await outcome.SaveBaselineAsync("main", path);

        var baseline = Baseline.Read(path);
        baseline.Gauge.Count.ShouldBe(baseline.Slices["root"].Count);
        baseline.Gauge.Sum(slice => HistogramText.Read(slice).Count).ShouldBeGreaterThan(0);
        baseline.Unlike(Request(server.Address, new(), 100, 3)).ShouldBeNull();
        baseline.Unlike(Request(server.Address, new(), 150, 3)).ShouldNotBeNull().ShouldStartWith("it was measured with another scenario, profile or scale");
        (baseline with { Machine = baseline.Machine with { Cores = 99 } }).Unlike(Request(server.Address, new(), 100, 3)).ShouldNotBeNull().ShouldStartWith("it was measured on another machine");
    }

    private Task<LoadOutcome> RunAsync(Uri target, ScenarioObjectives objectives, double rate = 100, double seconds = 2) =>
        new LoadTest(TimeProvider.System, new(lines.Add), folder.Path).RunAsync(Request(target, objectives, rate, seconds), null, TestContext.Current.CancellationToken);
}

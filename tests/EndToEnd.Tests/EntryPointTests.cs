using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

public sealed class EntryPointTests(Workspace workspace) : IClassFixture<Workspace>
{
    [Fact]
    public async Task TwoCallsAtOnce_InAFreshCheckout_BuildTheTaskHostOnce()
    {
        await using var fresh = Workspace.WithoutTaskHost();
        fresh.UseSmallTaskHost();

        var runs = await Task.WhenAll(fresh.BuildAsync("--tree"), fresh.BuildAsync("--tree"));

        runs.ShouldAllBe(run => run.ExitCode == 0, string.Join('\n', runs.Select(run => run.Output)));
        runs.Count(run => run.Output.Contains("Building the task host", StringComparison.Ordinal)).ShouldBe(1);
        runs.ShouldAllBe(run => run.StandardOutput == "small task host: --tree\n");
    }

    [Fact]
    public async Task UnknownTarget_ExitsWith2_AndNamesTheNearest()
    {
        var run = await workspace.BuildAsync("--target=DeployStagin");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("DeployStaging");
    }

    [Fact]
    public async Task MistypedOption_ExitsWith2_BeforeAnythingRuns()
    {
        var run = await workspace.BuildAsync("--target=Status", "--enviroment=production");

        run.ExitCode.ShouldBe(2);
        run.Output.ShouldContain("--enviroment: there is no such option. Did you mean --environment?");
    }

    [Fact]
    public async Task TenMistakesInTheSettings_AreTenErrors_AndNothingIsTouched()
    {
        using var _ = workspace.EditSettings(settings =>
        {
            var staging = settings["environments"]!["staging"]!;
            var api = settings["services"]!["api"]!;
            settings["prodct"] = "coffeetracker";
            api["port"] = 99999;
            api["project"] = "src/Nowhere";
            api["app"] = "Coffee_Api";
            api["probes"]!["readiness"]!["period"] = "soon";
            api["smoke"]![0]!["status"] = 42;
            settings["services"]!["web"]!["environmentVariables"]!["Api__Address"] = "${services.apy.url}";
            settings["tests"]!["lineCoverage"] = 120;
            staging["replicas"] = new JsonObject { ["minimum"] = 5, ["maximum"] = 2 };
            staging["drain"] = "-1";
        });

        var run = await workspace.BuildAsync("--target=DeployStaging");

        run.ExitCode.ShouldBe(2, run.Output);
        foreach (var path in (string[])
            ["prodct", "services.api.port", "services.api.project", "services.api.app", "services.api.probes.readiness.period", "services.api.smoke[0].status",
                "services.web.environmentVariables.Api__Address", "tests.lineCoverage", "environments.staging.replicas", "environments.staging.drain"])
            run.Output.ShouldContain(path);
        Directory.Exists(workspace.PathOf(".local")).ShouldBeFalse();
        Directory.Exists(workspace.PathOf("artifacts/bin")).ShouldBeFalse();
    }
}

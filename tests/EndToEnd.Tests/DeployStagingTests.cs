using System.Net.Http.Json;

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class DeployStagingTests(Staging staging)
{
    [Fact]
    public async Task FirstDeployment_FromAFreshCheckout_ServesACoffeeFromApiToPage()
    {
        staging.FirstDeployment.ExitCode.ShouldBe(0, staging.FirstDeployment.Output);

        using var api = await staging.VisitorAsync("api");
        using var logged = await api.PostAsJsonAsync("/coffees", new { type = "flat-white", size = "small", consumedAt = TimeProvider.System.GetUtcNow() });
        logged.IsSuccessStatusCode.ShouldBeTrue(await logged.Content.ReadAsStringAsync());
        var cookie = logged.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        var web = await staging.AddressAsync("web");
        (await Chromium.ReadAsync(web)).ShouldContain("Nothing yet");
        using var asVisitor = new CookieProxy(web, cookie);
        var page = await Chromium.ReadAsync(asVisitor.Address);
        page.ShouldContain("Today");
        page.ShouldNotContain("Nothing yet");
        page.ShouldContain("<span class=\"what\">Flat white <small>Small</small></span>");
    }

    [Fact]
    public void FirstDeployment_MakesEnvironmentAndAppsFromTheTemplates()
    {
        staging.FirstDeployment.Output.ShouldContain("Compiled by ");
        staging.FirstDeployment.Output.ShouldContain("Microsoft.DBforPostgreSQL/flexibleServers/databases psql-coffee-");
        staging.FirstDeployment.Output.ShouldContain("Microsoft.App/containerApps coffee-web");
        staging.Workspace.ReadJson("artifacts/bicep/staging/outputs.json").GetProperty("apiHost").GetString().ShouldBe("coffee-api.coffee-staging.localhost");
    }

    [Fact]
    public async Task Deployment_AfterAChangeOfATemplate_BringsItAndMovesToANewRevision()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        var before = await staging.LiveRevisionAsync("api");

        staging.Workspace.Edit("infrastructure/modules/container-app.bicep", "concurrentRequests: '50'", "concurrentRequests: '60'");
        var run = await staging.DeployAsync();

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("resources deployed to staging");
        (await staging.LiveRevisionAsync("api")).ShouldNotBe(before);
        (await staging.ActiveRevisionsAsync("api")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SecondDeployment_WithNothingChanged_EndsBeforeAnythingIsCompiled()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        var before = await staging.ActiveRevisionsAsync("api");

        var run = await staging.DeployAsync();

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("is live already");
        var report = staging.Workspace.ReadJson("artifacts/run/report.json");
        report.GetProperty("tasks").EnumerateArray()
            .Where(task => task.GetProperty("status").GetString() == "succeeded")
            .Select(task => task.GetProperty("name").GetString()).ShouldBe(["DeployStaging"]);
        (await staging.ActiveRevisionsAsync("api")).ShouldBe(before);
    }

    [Fact]
    public async Task Deployment_AfterAnEdit_UnderConstantLoad_LosesNoRequestAndKeepsTheData()
    {
        using var api = await staging.VisitorAsync("api");
        using var logged = await api.PostAsJsonAsync("/coffees", new { type = "latte", size = "large", consumedAt = TimeProvider.System.GetUtcNow() });
        logged.EnsureSuccessStatusCode();
        var before = (Api: await staging.LiveRevisionAsync("api"), Web: await staging.LiveRevisionAsync("web"));
        await using var load = new Load(api.BaseAddress!, requestsPerSecond: 200);

        staging.Workspace.Edit("src/CoffeeTracker.Api/Program.cs", "var app = builder.Build();", "var app = builder.Build(); // edited");
        staging.Workspace.Edit("src/CoffeeTracker.Web/Program.cs", "var app = builder.Build();", "var app = builder.Build(); _ = \"edited\";");
        var run = await staging.DeployAsync();
        var failures = await load.StopAsync();

        run.ExitCode.ShouldBe(0, run.Output);
        load.Sent.ShouldBeGreaterThan(1000);
        failures.ShouldBeEmpty();
        (await staging.LiveRevisionAsync("api")).ShouldNotBe(before.Api);
        (await staging.ActiveRevisionsAsync("api")).ShouldNotContain(before.Api);
        (await staging.ActiveRevisionsAsync("web")).ShouldNotContain(before.Web);
        (await api.GetStringAsync("/coffees")).ShouldContain("latte");
    }

    [Fact]
    public async Task Deployment_OfAServiceThatNeverBecomesReady_FailsAndLeavesTheOldRevisionServing()
    {
        var before = await staging.LiveRevisionAsync("api");
        using (staging.Workspace.EditSettings(settings =>
        {
            settings["services"]!["api"]!["probes"]!["readiness"]!["path"] = "/no-such-page";
            settings["environments"]!["staging"]!["readyTimeout"] = "00:00:10";
        }))
        {
            var run = await staging.Workspace.BuildAsync(Staging.DeploymentAlone);

            run.ExitCode.ShouldBe(1, run.Output);
        }

        (await staging.LiveRevisionAsync("api")).ShouldBe(before);
        (await staging.ActiveRevisionsAsync("api")).ShouldBe([before]);
        using var api = await staging.VisitorAsync("api");
        (await api.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue();
        var report = await File.ReadAllTextAsync(staging.Workspace.PathOf("artifacts/run/report.md"));
        report.ShouldContain("Now listening on");
    }
}

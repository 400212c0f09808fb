using System.Net.Http.Json;

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class DeployStagingTests(Staging staging)
{
    [Fact]
    public async Task FirstDeployment_FromAFreshCheckout_ServesACoffeeFromApiToPage()
    {
        staging.FirstDeployment.ExitCode.ShouldBe(0, staging.FirstDeployment.Output);

        var status = await staging.StatusAsync();
        var now = TimeProvider.System.GetUtcNow();
        using var api = status.Visitor("api");
        using var logged = await api.PostAsJsonAsync("/coffees", new { type = "flat-white", size = "small", consumedAt = now });
        logged.IsSuccessStatusCode.ShouldBeTrue(await logged.Content.ReadAsStringAsync());
        var cookie = logged.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        var web = status.Address("web");
        var empty = await Chromium.ReadAsync(web);
        empty.ShouldContain("Today");
        empty.ShouldContain("Nothing yet");
        using var asVisitor = new CookieProxy(web, cookie);
        var page = await Chromium.ReadAsync(new(asVisitor.Address, $"?day={now:yyyy-MM-dd}"));
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
        var before = (await staging.StatusAsync()).LiveRevision("api");

        staging.Workspace.Edit("infrastructure/modules/container-app.bicep", "concurrentRequests: '50'", "concurrentRequests: '60'");
        var run = await staging.DeployAsync();

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("resources deployed to staging");
        var after = await staging.StatusAsync();
        after.LiveRevision("api").ShouldNotBe(before);
        after.ActiveRevisions("api").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task SecondDeployment_WithNothingChanged_EndsBeforeAnythingIsCompiled()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        var before = (await staging.StatusAsync()).ActiveRevisions("api");

        var run = await staging.DeployAsync();

        run.ExitCode.ShouldBe(0, run.Output);
        run.Output.ShouldContain("is live already");
        var report = staging.Workspace.ReadJson("artifacts/run/report.json");
        report.GetProperty("tasks").EnumerateArray()
            .Where(task => task.GetProperty("status").GetString() == "succeeded")
            .Select(task => task.GetProperty("name").GetString()).ShouldBe(["DeployStaging"]);
        (await staging.StatusAsync()).ActiveRevisions("api").ShouldBe(before);
    }

    [Fact]
    public async Task Deployment_AfterAnEdit_UnderConstantLoad_LosesNoRequestAndKeepsTheData()
    {
        var before = await staging.StatusAsync();
        var now = TimeProvider.System.GetUtcNow();
        using var api = before.Visitor("api");
        using var logged = await api.PostAsJsonAsync("/coffees", new { type = "latte", size = "large", consumedAt = now });
        logged.EnsureSuccessStatusCode();
        await using var load = new Load(api.BaseAddress!, requestsPerSecond: 200);

        staging.Workspace.Edit("src/CoffeeTracker.Api/Program.cs", "var app = builder.Build();", "var app = builder.Build(); // edited");
        staging.Workspace.Edit("src/CoffeeTracker.Web/Program.cs", "var app = builder.Build();", "var app = builder.Build(); _ = \"edited\";");
        var run = await staging.DeployAsync("--no-coverage");
        var failures = await load.StopAsync();

        run.ExitCode.ShouldBe(0, run.Output);
        load.Sent.ShouldBeGreaterThan(1000);
        failures.ShouldBeEmpty();
        var after = await staging.StatusAsync();
        foreach (var service in (string[])["api", "web"])
        {
            after.LiveRevision(service).ShouldNotBe(before.LiveRevision(service));
            after.ActiveRevisions(service).ShouldNotContain(before.LiveRevision(service));
        }

        (await api.GetStringAsync($"/coffees?day={now:yyyy-MM-dd}")).ShouldContain("latte");
    }

    [Fact]
    public async Task Deployment_OfAServiceThatNeverBecomesReady_FailsAndLeavesTheOldRevisionServing()
    {
        var before = (await staging.StatusAsync()).LiveRevision("api");
        using (staging.Workspace.EditSettings(settings =>
        {
            settings["services"]!["api"]!["probes"]!["readiness"]!["path"] = "/no-such-page";
            settings["environments"]!["staging"]!["readyTimeout"] = "00:00:10";
        }))
        {
            var run = await staging.Workspace.BuildAsync(Staging.DeploymentAlone);

            run.ExitCode.ShouldBe(1, run.Output);
        }

        var after = await staging.StatusAsync();
        after.LiveRevision("api").ShouldBe(before);
        after.ActiveRevisions("api").ShouldBe([before]);
        using var api = after.Visitor("api");
        (await api.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue();
        var report = await File.ReadAllTextAsync(staging.Workspace.PathOf("artifacts/run/report.md"));
        report.ShouldContain("Now listening on");
    }
}

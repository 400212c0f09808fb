using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class InterruptionTests(Staging staging)
{
    /// <summary>Printed when all new revisions were asked for and do not serve yet: the worst moment to be cut off.</summary>
    private const string HalfWay = "create     web";

    private static readonly string[] NextRun = ["--exclusive", "--target=DeployStaging"];

    [Fact]
    public async Task Interrupt_DuringADeployment_CleansUpAndTheNextRunSucceeds()
    {
        var before = (await staging.StatusAsync()).LiveRevision("api");
        using (ChangedRelease("interrupted"))
        {
            using var running = await DeployHalfWayAsync();
            running.Interrupt();
            var run = await running.ToEndAsync(TimeSpan.FromMinutes(8));

            run.ExitCode.ShouldBe(130, run.Output);
            staging.Workspace.ReadJson("artifacts/run/report.json").GetProperty("exitCode").GetInt32().ShouldBe(130);
            (await staging.StatusAsync()).ActiveRevisions("api").ShouldBe([before]);
            StrayPipelines().ShouldBeEmpty();

            await LetGoAsync();
            await ShouldDeployAsync(before, NextRun);
        }
    }

    [Fact]
    public async Task Kill_OfThePipelineDuringADeployment_IsMendedByTheNextRun()
    {
        var before = (await staging.StatusAsync()).LiveRevision("api");
        using (ChangedRelease("killed"))
        {
            using var running = await DeployHalfWayAsync();
            running.Kill();
            await running.ToEndAsync(TimeSpan.FromMinutes(8));
            (await staging.StatusAsync()).LiveRevision("api").ShouldBe(before);

            await LetGoAsync();
            await ShouldDeployAsync(before, NextRun);
        }
    }

    [Fact]
    public async Task Kill_OfLocalAzureDuringADeployment_LosesNothingAndIsMendedByTheNextRun()
    {
        var before = (await staging.StatusAsync()).LiveRevision("api");
        using (ChangedRelease("bereft"))
        {
            using var running = await DeployHalfWayAsync();
            await KillLocalAzureAsync();
            (await running.ToEndAsync(TimeSpan.FromMinutes(8))).ExitCode.ShouldBe(1);

            await ShouldDeployAsync(before, "--target=DeployStaging");
        }
    }

    [Fact]
    public async Task LocalDown_AfterLocalAzureWasKilled_LeavesNoProcess_AndLocalUpServesAgain()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        var live = (await staging.StatusAsync()).LiveRevision("api");
        await KillLocalAzureAsync();

        (await staging.Workspace.BuildAsync("--target=LocalDown")).ExitCode.ShouldBe(0);
        staging.Workspace.Processes().ShouldBeEmpty();

        (await staging.Workspace.BuildAsync("--target=LocalUp")).ExitCode.ShouldBe(0);
        var again = await staging.StatusAsync();
        again.LiveRevision("api").ShouldBe(live);
        using var api = again.Visitor("api");
        (await api.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue();

        (await staging.Workspace.BuildAsync("--target=LocalDown")).ExitCode.ShouldBe(0);
        (await staging.DeployAsync()).Output.ShouldContain("is live already");
    }

    /// <summary>A deployment that has come so far, and no further: a web that became ready would be given traffic before anybody could cut it off.</summary>
    private async Task<RunningBuild> DeployHalfWayAsync()
    {
        await staging.DisturbAsync("coffee-web", """{ "revisions": [{ "stuckActivating": true }] }""");
        var running = staging.Workspace.Start(Staging.DeploymentAlone);
        await running.SaysAsync(HalfWay);
        return running;
    }

    private Task LetGoAsync() => staging.DisturbAsync("coffee-web", "{}");

    private async Task KillLocalAzureAsync()
    {
        var record = staging.Workspace.ReadJson(".local/localazure.json");
        using var localAzure = Process.GetProcessById(record.GetProperty("processId").GetInt32());
        localAzure.Kill();
        await localAzure.WaitForExitAsync();
    }

    private IDisposable ChangedRelease(string value) => staging.Workspace.EditSettings(
        settings => settings["services"]!["api"]!["environmentVariables"] = new JsonObject { ["REHEARSAL"] = value });

    private async Task ShouldDeployAsync(string before, params string[] arguments)
    {
        var run = await staging.Workspace.BuildAsync(arguments);
        run.ExitCode.ShouldBe(0, run.Output);
        var after = await staging.StatusAsync();
        after.LiveRevision("api").ShouldNotBe(before);
        after.ActiveRevisions("api").ShouldBe([after.LiveRevision("api")]);
    }

    private IEnumerable<string> StrayPipelines() =>
        staging.Workspace.Processes().Where(command => command.Contains("Frostline.Pipeline", StringComparison.Ordinal));
}

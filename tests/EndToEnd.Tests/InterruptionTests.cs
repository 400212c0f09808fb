using System.Diagnostics;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests;

[Collection(StagingCollection.Name)]
public sealed class InterruptionTests(Staging staging)
{
    /// <summary>Printed when the first new revision was asked for and does not serve yet: the worst moment to be cut off.</summary>
    private const string HalfWay = "create     web";

    [Fact]
    public async Task Interrupt_DuringADeployment_CleansUpAndTheNextRunSucceeds()
    {
        var before = await staging.LiveRevisionAsync("api");
        using (ChangedRelease("interrupted"))
        {
            using var running = staging.Workspace.Start(Staging.DeploymentAlone);
            await running.SaysAsync(HalfWay);
            running.Interrupt();
            var run = await running.ToEndAsync(TimeSpan.FromMinutes(8));

            run.ExitCode.ShouldBe(130, run.Output);
            staging.Workspace.ReadJson("artifacts/run/report.json").GetProperty("exitCode").GetInt32().ShouldBe(130);
            (await staging.ActiveRevisionsAsync("api")).ShouldBe([before]);
            StrayPipelines().ShouldBeEmpty();

            await ShouldDeployAsync(before);
        }
    }

    [Fact]
    public async Task Kill_OfThePipelineDuringADeployment_IsMendedByTheNextRun()
    {
        var before = await staging.LiveRevisionAsync("api");
        using (ChangedRelease("killed"))
        {
            using var running = staging.Workspace.Start(Staging.DeploymentAlone);
            await running.SaysAsync(HalfWay);
            running.Kill();
            await running.ToEndAsync(TimeSpan.FromMinutes(8));
            (await staging.LiveRevisionAsync("api")).ShouldBe(before);

            await ShouldDeployAsync(before);
        }
    }

    [Fact]
    public async Task Kill_OfLocalAzureDuringADeployment_LosesNothingAndIsMendedByTheNextRun()
    {
        var before = await staging.LiveRevisionAsync("api");
        using (ChangedRelease("bereft"))
        {
            using var running = staging.Workspace.Start(Staging.DeploymentAlone);
            await running.SaysAsync(HalfWay);
            await KillLocalAzureAsync();
            (await running.ToEndAsync(TimeSpan.FromMinutes(8))).ExitCode.ShouldBe(1);

            await ShouldDeployAsync(before);
        }
    }

    [Fact]
    public async Task LocalDown_AfterLocalAzureWasKilled_LeavesNoProcess_AndLocalUpServesAgain()
    {
        (await staging.DeployAsync()).ExitCode.ShouldBe(0);
        var live = await staging.LiveRevisionAsync("api");
        await KillLocalAzureAsync();

        (await staging.Workspace.BuildAsync("--target=LocalDown")).ExitCode.ShouldBe(0);
        staging.Workspace.Processes().ShouldBeEmpty();

        (await staging.Workspace.BuildAsync("--target=LocalUp")).ExitCode.ShouldBe(0);
        (await staging.LiveRevisionAsync("api")).ShouldBe(live);
        using var api = await staging.VisitorAsync("api");
        (await api.GetAsync("/health/ready")).IsSuccessStatusCode.ShouldBeTrue();

        (await staging.Workspace.BuildAsync("--target=LocalDown")).ExitCode.ShouldBe(0);
        (await staging.DeployAsync()).Output.ShouldContain("is live already");
    }

    private async Task KillLocalAzureAsync()
    {
        var record = staging.Workspace.ReadJson(".local/localazure.json");
        using var localAzure = Process.GetProcessById(record.GetProperty("processId").GetInt32());
        localAzure.Kill();
        await localAzure.WaitForExitAsync();
    }

    private IDisposable ChangedRelease(string value) => staging.Workspace.EditSettings(
        settings => settings["services"]!["api"]!["environmentVariables"] = new JsonObject { ["REHEARSAL"] = value });

    private async Task ShouldDeployAsync(string before)
    {
        var run = await staging.DeployAsync();
        run.ExitCode.ShouldBe(0, run.Output);
        var after = await staging.LiveRevisionAsync("api");
        after.ShouldNotBe(before);
        (await staging.ActiveRevisionsAsync("api")).ShouldBe([after]);
    }

    private IEnumerable<string> StrayPipelines() =>
        staging.Workspace.Processes().Where(command => command.Contains("Frostline.Pipeline", StringComparison.Ordinal));
}

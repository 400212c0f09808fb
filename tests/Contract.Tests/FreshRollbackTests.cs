using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Rollbacks to releases whose revisions run no more.</summary>
public sealed class FreshRollbackTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollback_WhenTheOldRevisionsAreDeactivated_MakesFreshOnesOfTheirTemplates()
    {
        await using var stage = new Stage(azure, "back-fresh");
        var first = await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");

        var outcome = await stage.RollbackAsync();

        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
        outcome.Services.ShouldAllBe(service => service.Way == WayBack.Fresh);
        foreach (var service in outcome.Services)
        {
            service.To.ShouldNotBe(first.Services.Single(old => old.App == service.App).Revision);
            (await stage.AskAsync(service.App, "/environment")).ShouldContain("\"FROSTLINE_RELEASE\":\"1.0.0\"");
            (await stage.ActiveAsync(service.App)).ShouldBe([service.To], stage.Progress);
        }

        outcome.Services.Select(service => service.From.Single()).ShouldBe(second.Services.Select(service => service.Revision!));
        File.Exists(Path.Combine(azure.FolderOf("back-fresh", "rollbacks"), outcome.Id, "outcome.json")).ShouldBeTrue();
    }

    [Fact]
    public async Task Rollback_ToImagesThatMayNotBeDeployed_LeavesEverythingAsItWas()
    {
        await using var stage = new Stage(azure, "back-unsigned");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        ReleaseManifest? asked = null;

        var outcome = await stage.RollbackAsync(admit: release =>
        {
            asked = release;
            throw new DeliveryException("api is not signed.");
        });

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Error.ShouldBe("api is not signed. What served before serves still.");
        asked.ShouldNotBeNull().Version.ShouldBe("1.0.0");
        asked.Services.ShouldAllBe(service => service.Image == azure.Image.Reference);
        await stage.ShouldServeAsync(second);
        foreach (var service in second.Services)
            (await stage.ActiveAsync(service.App)).ShouldBe([service.Revision!], stage.Progress);
    }

    [Fact]
    public async Task Rollback_WhenAFreshRevisionIsBad_LeavesEverythingAsItWas()
    {
        await using var stage = new Stage(azure, "back-bad");
        await stage.DeployAsync("1.0.0");
        var second = await stage.DeployAsync("2.0.0");
        var settings = stage.Settings(stage.Environment with { SmokeTimeout = TimeSpan.FromSeconds(5) });
        var web = settings.Services["web"] with { Smoke = [new() { Path = "/environment", Contains = "only in the new release" }] };

        var outcome = await stage.RollbackAsync(
            settings: settings with { Services = new OrderedDictionary<string, Frostline.Delivery.Settings.ServiceSettings> { ["api"] = settings.Services["api"], ["web"] = web } });

        outcome.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        outcome.Error!.ShouldContain("does not contain 'only in the new release'");
        outcome.SecondsToZero.ShouldBeNull();
        await stage.ShouldServeAsync(second);
        (await stage.LedgerAsync()).Current!.Version.ShouldBe("2.0.0");
    }
}

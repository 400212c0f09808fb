using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Contract.Tests.Kills;

/// <summary>What the next run makes of an environment, and what must hold then.</summary>
internal static class Aftermath
{
    /// <summary>One more run of BlueGreen, as the pipeline decides what it is for.</summary>
    /// <param name="stage">The environment.</param>
    /// <param name="version">The release.</param>
    /// <param name="settings">Settings of both runs.</param>
    /// <param name="wish">What to do about an unfinished rollout.</param>
    public static async Task RunOnceMoreAsync(Stage stage, string version, PipelineSettings settings, RolloutIntent wish)
    {
        var unfinished = await stage.UnfinishedAsync(settings);
        if (unfinished is null && await stage.LiveAsync(version, settings) is not null)
            return;
        var outcome = await stage.PromoteAsync(version, options => options with { Intent = unfinished is null ? RolloutIntent.Deploy : wish }, settings);
        outcome.Verdict.ShouldBe(Verdict.Pass, $"{outcome.Error}\n{stage.Progress}");
    }

    /// <summary>Fully the one release or fully the other, everywhere the same one, and the ledger knows which.</summary>
    public static async Task ShouldBeWholeAsync(Stage stage, params string[] versions)
    {
        var current = (await stage.LedgerAsync()).Current!;
        versions.ShouldContain(current.Version, stage.Progress);
        foreach (var service in current.Services)
        {
            var app = (await stage.Apps.FindAppAsync(service.App, CancellationToken.None))!;
            app.ProvisioningState.ShouldBe("Succeeded", stage.Progress);
            app.Traffic.Where(entry => entry.Weight > 0).Select(entry => (entry.Revision, entry.Latest, entry.Weight)).ShouldBe([(service.Revision, false, 100)], stage.Progress);
            app.Tags[ReleaseTags.Release].ShouldBe(current.Version, stage.Progress);
            var active = await stage.ActiveAsync(service.App);
            active.ShouldBe([service.Revision], stage.Progress);
            app.Traffic.Where(entry => entry.Label is not null).ShouldAllBe(entry => active.Contains(entry.Revision), stage.Progress);
            (await stage.AskAsync(service.App, "/environment")).ShouldContain(current.Version);
        }
    }
}

using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Contract.Tests;

/// <summary>Promotions in judged steps: the real client and judge against the real LocalAzure with real replicas.</summary>
public sealed class BlueGreenTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task BlueGreen_OfAGoodRelease_MovesStepByStepAndKeepsAStandby()
    {
        var stage = new Stage(azure, "green");
        var first = await stage.DeployAsync("1.0.0");

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Judged(standby: TimeSpan.FromHours(1))));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        second.Analyses.Select(analysis => (analysis.Weight, analysis.Verdict)).ShouldBe([(50, Verdict.Pass), (100, Verdict.Pass)]);
        second.Requests!.Failed.ShouldBe(0, string.Join('\n', second.Requests.Examples));
        second.Requests.Sent.ShouldBeGreaterThan(50);
        stage.Progress.ShouldContain($"preview    api      http://{stage.Api}---green.contract-green.localhost:");
        foreach (var (was, now) in first.Services.Zip(second.Services))
        {
            now.Traffic.Where(entry => entry.Weight > 0 || entry.Label is not null)
                .ShouldBe([new(was.Revision, false, 0, "blue"), new(now.Revision, false, 100, "green")], ignoreOrder: true);
            (await stage.ActiveAsync(now.App)).ShouldBe([was.Revision!, now.Revision!], ignoreOrder: true);
        }

        (await stage.LedgerAsync()).Current!.Version.ShouldBe("2.0.0");
    }
}

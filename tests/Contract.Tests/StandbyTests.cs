using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>What stays of older releases beside the one that serves.</summary>
public sealed class StandbyTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollback_ToAStandby_TakesTheGreenLabelAlongAndTheNextPromotionGoesOnFromThere()
    {
        await using var stage = new Stage(azure, "labels");
        var first = await stage.DeployAsync("1.0.0");
        await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Judged(standby: TimeSpan.FromHours(1))));

        var back = await stage.RollbackAsync();

        back.Verdict.ShouldBe(Verdict.Pass, $"{back.Error}\n{stage.Progress}");
        (await TrafficAsync(stage)).ShouldBe([new(first.Services[0].Revision, false, 100, "green")]);
        (await stage.UnfinishedAsync()).ShouldBeNull();

        var third = await stage.PromoteAsync("3.0.0");

        third.Verdict.ShouldBe(Verdict.Pass, $"{third.Error}\n{stage.Progress}");
        (await TrafficAsync(stage)).ShouldBe([new(third.Services[0].Revision, false, 100, "green")]);
    }

    [Fact]
    public async Task Standby_WhoseTimeIsOver_IsRetiredByTheNextRunAndNotBefore()
    {
        await using var stage = new Stage(azure, "expired");
        var first = await stage.DeployAsync("1.0.0");
        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Judged(standby: TimeSpan.FromHours(1))));

        (await RetireAsync(stage, TimeSpan.FromMinutes(30))).ShouldBeEmpty();
        (await RetireAsync(stage, TimeSpan.FromMinutes(61))).ShouldBe(first.Services.Select(service => service.Revision!), ignoreOrder: true);

        (await TrafficAsync(stage)).ShouldBe([new(second.Services[0].Revision, false, 100, "green")]);
        (await stage.ActiveAsync(stage.Api)).ShouldBe([second.Services[0].Revision!]);
        (await RetireAsync(stage, TimeSpan.FromMinutes(61))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Revisions_OfManyReleases_AreKeptToTheLastThreeBesideStandbyAndCandidate()
    {
        await using var stage = new Stage(azure, "many");
        var released = new List<string>();
        foreach (var version in new[] { "1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0" })
            released.Add((await stage.DeployAsync(version)).Services[0].Revision!);

        var last = await stage.PromoteAsync("6.0.0", settings: stage.Settings(stage.Hasty() with { Rollout = stage.Hasty().Rollout with { Standby = TimeSpan.FromHours(1) } }));

        last.Verdict.ShouldBe(Verdict.Pass, $"{last.Error}\n{stage.Progress}");
        (await stage.Apps.ListRevisionsAsync(stage.Api, CancellationToken.None)).Select(revision => (revision.Name, revision.Active))
            .ShouldBe([(released[1], false), (released[2], false), (released[3], false), (released[4], true), (last.Services[0].Revision!, true)], ignoreOrder: true);
        var back = await stage.RollbackAsync(to: "1.0.0");
        back.Verdict.ShouldBe(Verdict.Pass, $"{back.Error}\n{stage.Progress}");
        (await stage.AskAsync(stage.Api, "/environment")).ShouldContain("1.0.0");
    }

    private static async Task<TrafficWeight[]> TrafficAsync(Stage stage) =>
        [.. (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Traffic.Where(entry => entry.Weight > 0 || entry.Label is not null)];

    private Task<IReadOnlyList<string>> RetireAsync(Stage stage, TimeSpan later) =>
        ExpiredStandbys.RetireAsync(azure.Platform, stage.Settings(), "staging", new LaterClock(later), CancellationToken.None);

    private sealed class LaterClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}

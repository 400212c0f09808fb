using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests.Stories;

/// <summary>What goes wrong with the platform's operations: stories 3, 4, 12, 13, 17, 18 and 21 of the research.</summary>
[Trait("Figures", "rollout")]
public sealed class OperationStories(RunningLocalAzure azure)
{
    [Fact]
    public async Task Story03And17_ATemplateThatFailsLater_IsToldInThePlatformsWords_AndTheAppTakesTrafficAgain()
    {
        await using var stage = new Stage(azure, "story-3");
        var first = await stage.DeployAsync("1.0.0");
        await azure.Administration.DisturbAsync(stage.Web, new JsonObject { ["template"] = new JsonObject { ["message"] = "Operation expired.", ["count"] = 1 } });

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));
        var third = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldContain("PATCH containerApps/story-3-web: ContainerAppOperationError: ");
        second.Error!.ShouldContain("Operation expired.");
        third.Verdict.ShouldBe(Verdict.Pass, $"{third.Error}\n{stage.Progress}");
        third.Services.Select(service => service.Previous).ShouldBe(first.Services.Select(service => service.Revision));
        third.Services.Select(service => service.Revision).ShouldAllBe(revision => second.Services.All(other => other.Revision != revision));
    }

    [Fact]
    public async Task Story04_AnOperationOfSomebodyElse_IsWaitedOut()
    {
        await using var stage = new Stage(azure, "story-4");
        await stage.DeployAsync("1.0.0");
        await azure.Administration.DisturbAsync(stage.Api, Management(new() { ["method"] = "write", ["status"] = 409, ["count"] = 10 }));

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
    }

    [Fact]
    public async Task Story12_RevisionsThatAreDone_DoNotPileUp()
    {
        await using var stage = new Stage(azure, "story-12");
        for (var release = 1; release <= 3; release++)
            (await stage.DeployAsync($"{release}.0.0")).Verdict.ShouldBe(Verdict.Pass, stage.Progress);

        var app = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!;
        ((int?)app.Raw["properties"]!["configuration"]!["maxInactiveRevisions"]).ShouldBe(3);
        (await stage.ActiveAsync(stage.Api)).ShouldHaveSingleItem();
        app.Traffic.Count.ShouldBeLessThan(3);
    }

    [Fact]
    public async Task Story13_AnAppWithSessionAffinity_IsNotPromotedTo_AndSaysHowItCanBe()
    {
        await using var stage = new Stage(azure, "story-13");
        var first = await stage.DeployAsync("1.0.0");
        var sticky = new JsonObject { ["stickySessions"] = new JsonObject { ["affinity"] = "sticky" }, ["traffic"] = new JsonArray(new JsonObject { ["latestRevision"] = true, ["weight"] = 100 }) };
        await stage.Apps.PatchAppAsync(
            stage.Api, new JsonObject { ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["activeRevisionsMode"] = "Single", ["ingress"] = sticky } } }, CancellationToken.None);

        var error = await Should.ThrowAsync<DeliveryException>(() => stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty())));

        error.Message.ShouldContain($"{stage.Api}: session affinity is 'sticky', which excludes several revisions. Set ingress.stickySessions.affinity to none.");
        (await stage.ActiveAsync(stage.Api)).ShouldBe([first.Services[0].Revision!]);
        (await stage.ActiveAsync(stage.Web)).ShouldBe([first.Services[1].Revision!]);
    }

    [Fact]
    public async Task Story18_TheNewRevision_IsFoundByItsOwnName()
    {
        await using var stage = new Stage(azure, "story-18");
        await stage.DeployAsync("1.0.0");
        stage.OnJournal = (mark, step, subject) =>
        {
            if ((mark, step, subject) == ("end", "create", null))
                stage.Complete(() => stage.AddRevisionAsync(stage.Api, "later", "somebody else's"));
        };

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        (await stage.AskAsync(stage.Api, "/")).ShouldBe(second.Services[0].Revision);
    }

    [Fact]
    public async Task Story21_ATokenThatExpiresInTheMiddle_IsRenewed_ForwardAndBack()
    {
        await using var stage = new Stage(azure, "story-21");
        var first = await stage.DeployAsync("1.0.0");
        stage.OnJournal = (mark, step, subject) =>
        {
            if (mark == "begin" && step is "shift" or "verify" or "restore" && subject is null)
                stage.Complete(() => azure.Administration.DisturbAsync(stage.Api, Management(new() { ["status"] = 401, ["count"] = 1 })));
        };

        var second = await stage.PromoteAsync("2.0.0", settings: stage.FailingInPublic(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Fail, stage.Progress);
        second.Error!.ShouldContain("does not serve 2.0.0");
        await stage.ShouldServeAsync(first);
    }

    private static JsonObject Management(JsonObject fault) => new() { ["management"] = new JsonArray(fault) };
}

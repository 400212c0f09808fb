using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests.Stories;

/// <summary>What goes wrong when traffic moves: stories 5, 6, 7, 10, 11, 15, 16, 20 and 22 of the research.</summary>
[Trait("Figures", "rollout")]
public sealed class TrafficStories(RunningLocalAzure azure)
{
    [Fact]
    public async Task Story05_TheTrafficArrayIsReplacedWhole_SoLabelsOfOthersAreSentAgain()
    {
        await using var stage = new Stage(azure, "story-5");
        await stage.DeployAsync("1.0.0");
        await stage.AddRevisionAsync(stage.Api, "beta", "beta");
        var labelled = new TrafficTarget
        {
            Weights = (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Traffic.Where(entry => entry.Weight > 0).ToDictionary(entry => entry.Revision!, entry => entry.Weight),
            Labels = new Dictionary<string, string?> { ["beta"] = $"{stage.Api}--beta" },
        };
        await stage.Apps.WriteTrafficAsync(stage.Api, labelled, CancellationToken.None);

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        (await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Traffic.ShouldContain(new TrafficWeight($"{stage.Api}--beta", false, 0, "beta"));
    }

    [Fact]
    public async Task Story06_WeightOnADeactivatedRevision_IsRefused_AndARolloutShiftsBeforeItDeactivates()
    {
        await using var stage = new Stage(azure, "story-6");
        var first = await stage.DeployAsync("1.0.0");
        var order = new List<string>();
        stage.OnJournal = (mark, step, subject) =>
        {
            if (mark == "end" && subject is null)
                order.Add(step);
        };

        await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        order.ShouldBe(
        [
            "repair", "cleanup", "create", "label", "ready", "warm", "smoke", "preview", "shift", "bake", "shift", "bake", "shift", "verify", "bake", "record", "drain", "retire", "mark",
        ]);
        var dead = first.Services[0].Revision!;
        (await Should.ThrowAsync<ContainerAppsException>(
            () => stage.Apps.ShiftTrafficAsync(stage.Api, new Dictionary<string, int> { [dead] = 100 }, CancellationToken.None))).Code.ShouldBe("RevisionNotActive");
    }

    [Fact]
    public async Task Story07_WhatThePublicHostServes_IsAskedOfItself()
    {
        await using var stage = new Stage(azure, "story-7");
        await stage.DeployAsync("1.0.0");

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        stage.Progress.ShouldContain($"{stage.Api}.contract-story-7.localhost serves 2.0.0");
        Stage.ShouldHaveLostNobody(second.Requests!.Examples);
    }

    [Fact]
    public async Task Story10And11_OnlyAFirstCreationFollowsTheLatestRevision_AndIsPinnedThen()
    {
        await using var stage = new Stage(azure, "story-11");
        var latest = new List<bool>();
        stage.OnJournal = (mark, step, subject) =>
        {
            if ((mark, step, subject) is ("end", "create", null) or ("end", "shift", null))
                stage.Complete(async () => latest.Add((await stage.Apps.FindAppAsync(stage.Api, CancellationToken.None))!.Traffic.Any(entry => entry.Latest)));
        };

        await stage.DeployAsync("1.0.0");
        await stage.DeployAsync("2.0.0");

        latest.ShouldBe([true, false, false, false]);
    }

    [Fact]
    public async Task Story15_APlatformThatSaysForAMomentThatAnAppDoesNotExist_IsAskedAgain()
    {
        await using var stage = new Stage(azure, "story-15");
        await stage.DeployAsync("1.0.0");
        await azure.Administration.DisturbAsync(stage.Api, Management(new() { ["method"] = "PATCH", ["body"] = "\"traffic\"", ["status"] = 404, ["code"] = "ResourceNotFound", ["count"] = 2 }));

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
    }

    [Fact]
    public async Task Story16And20_AnAppWhoseModeWasLost_IsNotDeployedToSilently()
    {
        await using var stage = new Stage(azure, "story-20");
        await stage.DeployAsync("1.0.0");
        var single = new JsonObject { ["properties"] = new JsonObject { ["configuration"] = new JsonObject { ["activeRevisionsMode"] = "Single", ["ingress"] = new JsonObject { ["traffic"] = new JsonArray(new JsonObject { ["latestRevision"] = true, ["weight"] = 100 }) } } } };
        await stage.Apps.PatchAppAsync(stage.Api, single, CancellationToken.None);

        var error = await Should.ThrowAsync<DeliveryException>(() => stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty())));

        error.Message.ShouldBe($"{stage.Api}: activeRevisionsMode is 'Single', so traffic cannot be split. Set it to Multiple and check which revision serves.");
    }

    [Fact]
    public async Task Story22_DuringASplit_ALabelHostServesEverythingFromOneRelease()
    {
        await using var stage = new Stage(azure, "story-22");
        var first = await stage.DeployAsync("1.0.0");
        var answers = new List<string>();
        stage.OnProgress = (_, step) =>
        {
            if (step is { Step: "bake" } && step.Text.StartsWith("50 %", StringComparison.Ordinal))
                stage.Complete(() => AskAsync(stage, answers));
        };

        var second = await stage.PromoteAsync("2.0.0", settings: stage.Settings(stage.Hasty()));

        answers.ShouldBe([.. Enumerable.Repeat(first.Services[0].Revision!, 20), .. Enumerable.Repeat(second.Services[0].Revision!, 20)]);
    }

    private async Task AskAsync(Stage stage, List<string> answers)
    {
        using var client = azure.Platform.CreateClient();
        foreach (var label in new[] { "blue", "green" })
        {
            for (var request = 0; request < 20; request++)
                answers.Add(await client.GetStringAsync(azure.Platform.AddressFor($"{stage.Api}---{label}.{stage.Environment.ManagedEnvironment}.localhost")));
        }
    }

    private static JsonObject Management(JsonObject fault) => new() { ["management"] = new JsonArray(fault) };
}

using System.Text.Json.Nodes;
using Contract.Tests.Kills;
using Frostline.Delivery.Rollouts;

namespace Contract.Tests;

/// <summary>Runs that follow one that was killed while the platform was at work for it.</summary>
public sealed class CutOffRunTests(RunningLocalAzure azure)
{
    [Fact]
    public async Task Rollout_AfterOneThatDiedWhileItsTrafficMoved_WaitsForThatBeforeItLooks()
    {
        await using var stage = new Stage(azure, "moving");
        var first = await stage.DeployAsync("1.0.0");
        await KillAtShiftAsync(stage);

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        stage.Progress.ShouldMatch($"settle +shift of {stage.Api}, begun by .*, which was cut off, is done");
        stage.Progress.ShouldContain($"traffic is at {first.Services[0].Revision} 100 %");
        await stage.ShouldServeAsync(second);
        stage.Forget();
        await stage.DeployAsync("2.0.0");
        stage.Progress.ShouldNotContain("settle");
    }

    [Fact]
    public async Task Rollout_OverARecordedReleaseThatWasNotTidiedUp_OnlyTidiesUp()
    {
        await using var stage = new Stage(azure, "untidy");
        await stage.DeployAsync("1.0.0");
        stage.OnJournal = (_, step, _) =>
        {
            if (step == "drain")
                throw new KilledException();
        };
        await Should.ThrowAsync<KilledException>(() => stage.DeployAsync("2.0.0"));
        stage.OnJournal = (_, _, _) => { };

        var again = await stage.DeployAsync("2.0.0", stage.FailingInPublic());

        again.Verdict.ShouldBe(Verdict.Pass, $"{again.Error}\n{stage.Progress}");
        again.Steps.Select(step => step.Name).ShouldBe(["drain", "retire", "mark"]);
        await stage.ShouldServeAsync(again);
        (await stage.LiveAsync("2.0.0")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Rollout_WhoseOldRevisionCannotBeRetired_PassesWithAWarning()
    {
        await using var stage = new Stage(azure, "warned");
        await stage.DeployAsync("1.0.0");
        stage.OnJournal = (mark, step, subject) =>
        {
            if (mark == "begin" && step == "deactivate" && subject!.StartsWith(stage.Web, StringComparison.Ordinal))
                throw new IOException("No more room.");
        };

        var second = await stage.DeployAsync("2.0.0");

        second.Verdict.ShouldBe(Verdict.Pass, $"{second.Error}\n{stage.Progress}");
        second.Warning.ShouldBe("No more room. 2.0.0 serves all traffic and is in the ledger; the next run tidies up what is left.");
        stage.OnJournal = (_, _, _) => { };
        (await stage.DeployAsync("2.0.0")).Steps.Select(step => step.Name).ShouldBe(["drain", "retire", "mark"]);
        await stage.ShouldServeAsync(second);
    }

    /// <summary>A process that is killed writes no line about it.</summary>
    private static async Task LeaveAsOfAKillAsync(string journal)
    {
        var lines = (await File.ReadAllLinesAsync(journal)).ToList();
        await File.WriteAllLinesAsync(journal, lines.Take(lines.FindLastIndex(line => line.Contains("\"accepted\"", StringComparison.Ordinal)) + 1));
    }

    /// <summary>Dies as soon as the platform has accepted to move the API's traffic, which takes it seconds.</summary>
    private async Task KillAtShiftAsync(Stage stage)
    {
        var killed = false;
        stage.OnJournal = (mark, step, _) =>
        {
            if (mark == "begin" && step == "smoke")
                stage.Complete(() => azure.Administration.DisturbAsync(stage.Api, new JsonObject { ["operationSeconds"] = 3 }));
            if (killed |= (mark, step) == ("accepted", "shift"))
                throw new KilledException();
        };
        await Should.ThrowAsync<KilledException>(() => stage.DeployAsync("2.0.0"));
        stage.OnJournal = (_, _, _) => { };
        await azure.Administration.CalmAsync(stage.Api);
        await LeaveAsOfAKillAsync(Directory.GetFiles(azure.FolderOf("moving", "2.0.0"), "journal.jsonl", SearchOption.AllDirectories).Single());
    }
}

using Frostline.Delivery;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using static Delivery.Tests.Rollouts.Observations;

namespace Delivery.Tests.Rollouts;

public sealed class RolloutPlanTests
{
    private static readonly ReleaseManifest Release = new()
    {
        Version = "2", Commit = "", Sources = "new", Created = DateTimeOffset.UnixEpoch,
        Services = [new("api", "registry/api@new", "new"), new("web", "registry/web@new", "new")],
    };

    [Fact]
    public void Plan_WithoutApps_CreatesThem()
    {
        var plan = Plan(Seen("api"), Seen("web"));

        plan.Start.ShouldBe(RolloutStart.Anew);
        plan.Services[0].ShouldSatisfyAllConditions(api => api.IsNew.ShouldBeTrue(), api => api.Candidate.ShouldBe("api--r1"), api => api.Previous.ShouldBeEmpty());
    }

    [Fact]
    public void Plan_OverAServingRelease_KeepsItForRestoringAndRetiresIt()
    {
        var api = Plan(Seen("api", "old", ("old", 100)), Seen("web", "old", ("old", 100))).Services[0];

        api.Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        api.Retire.ShouldBe(["api--old"]);
        api.LeftOver.ShouldBeEmpty();
        api.Pin.ShouldBeFalse();
    }

    [Fact]
    public void Plan_WithIdleRevisionsOfAKilledRun_CleansThemUp() =>
        Plan(Seen("api", "old", ("old", 100), ("dead", 0)), Seen("web", "old", ("old", 100))).Services[0].LeftOver.ShouldBe(["api--dead"]);

    [Fact]
    public void Plan_AfterARunKilledBetweenTwoApps_GoesBackToTheProvenRevisionFirst()
    {
        var api = Plan(Seen("api", "old", ("old", 0), ("torn", 100)), Seen("web", "old", ("old", 100))).Services[0];

        api.Pin.ShouldBeTrue();
        api.Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        api.LeftOver.ShouldBe(["api--torn"]);
    }

    [Fact]
    public void Plan_AfterARunKilledBetweenTwoSteps_GoesBackToTheProvenRevisionFirst()
    {
        var api = Plan(Seen("api", "old", ("old", 90), ("half", 10)), Seen("web", "old", ("old", 90), ("half", 10))).Services[0];

        api.Pin.ShouldBeTrue();
        api.Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        api.LeftOver.ShouldBe(["api--half"]);
    }

    [Fact]
    public void Plan_WhenARevisionWithTrafficWasDeactivated_RestoresWeightsThatAddUpTo100()
    {
        var seen = Seen("api", "old", ("gone", 40), ("old", 60));
        seen = seen with { Revisions = [seen.Revisions[0] with { Active = false }, seen.Revisions[1]] };

        var api = Plan(seen, Seen("web", "old", ("old", 100))).Services[0];

        api.Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        api.Pin.ShouldBeTrue();
    }

    [Fact]
    public void Plan_OverAnAppThatSomebodyElseMade_KeepsItServing()
    {
        var seen = Seen("api", "old", ("theirs", 100));
        seen = seen with
        {
            App = seen.App! with { Tags = new Dictionary<string, string>(), RevisionsMode = "Single" },
            Revisions = [seen.Revisions[0] with { Environment = new Dictionary<string, string>() }],
        };

        var plan = Plan(seen);

        plan.Services[0].Previous.ShouldBe(new Dictionary<string, int> { ["api--theirs"] = 100 });
        plan.Services[0].LeftOver.ShouldBeEmpty();
        Should.Throw<DeliveryException>(() => Preflight.Check(plan, [seen], Release)).Message.ShouldStartWith("api: activeRevisionsMode is 'Single'");
    }

    [Fact]
    public void Plan_AfterARunOfThisReleaseKilledBeforeItsRecord_Finishes()
    {
        var plan = Plan(Seen("api", "old", ("old", 0), ("new", 100)), Seen("web", "old", ("old", 0), ("new", 100)));

        plan.Start.ShouldBe(RolloutStart.Finish);
        plan.Services[0].Candidate.ShouldBe("api--new");
        plan.Services[0].Retire.ShouldBe(["api--old"]);
        plan.Services[0].Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
    }

    [Fact]
    public void Plan_AfterARunKilledWhileItRetired_CannotGoBackWithOneServiceOnly()
    {
        var plan = Plan(Seen("api", "old", ("new", 100)), Seen("web", "old", ("old", 0), ("new", 100)));

        plan.Start.ShouldBe(RolloutStart.Finish);
        plan.CanGoBack.ShouldBeFalse();
    }

    [Fact]
    public void Plan_WhenThisReleaseIsRecordedAlready_DeploysItAnew() =>
        Plan(Seen("api", "new", ("new", 100)), Seen("web", "new", ("new", 100))).Start.ShouldBe(RolloutStart.Anew);

    [Fact]
    public void Plan_WhenTrafficFollowsTheLatestRevision_PinsItByName()
    {
        var seen = Seen("api", "old", ("old", 100));
        seen = seen with { App = seen.App! with { Traffic = [new(null, true, 100, null)], LatestReadyRevision = "api--old" } };

        var api = Plan(seen, Seen("web", "old", ("old", 100))).Services[0];

        api.Pin.ShouldBeTrue();
        api.Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
    }

    [Fact]
    public void Plan_OverAStandby_KeepsItUntilTheNextReleaseIsPromoted()
    {
        var api = Plan(Labelled(Seen("api", "old", ("old", 100), ("older", 0)), ("old", "green"), ("older", "blue"))).Services[0];

        api.LeftOver.ShouldBeEmpty();
        api.Retire.ShouldBe(["api--older", "api--old"]);
    }

    [Fact]
    public void Plan_AfterARunKilledBeforeTrafficMoved_CleansItsLabelledRevisionUp() =>
        Plan(Labelled(Seen("api", "old", ("old", 100), ("dead", 0)), ("old", "blue"), ("dead", "green"))).Services[0].LeftOver.ShouldBe(["api--dead"]);

    [Fact]
    public void Plan_AtAStepOverAnAppThatWasNeverTagged_GoesBackToBlue()
    {
        var seen = Labelled(Seen("api", "old", ("old", 40), ("new", 60)), ("old", "blue"), ("new", "green"));

        var api = Plan(seen with
        {
            App = seen.App! with { Tags = new Dictionary<string, string>() },
            Revisions = [seen.Revisions[0] with { Environment = new Dictionary<string, string>() }, seen.Revisions[1]],
        }).Services[0];

        api.Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        api.LeftOver.ShouldBe(["api--new"]);
    }

    [Fact]
    public void Plan_ToResume_TakesTheGreenRevisionsAndTheLeastWeight()
    {
        var api = Labelled(Seen("api", "old", ("old", 50), ("new", 50)), ("old", "blue"), ("new", "green"));
        var web = Labelled(Seen("web", "old", ("old", 90), ("new", 10)), ("old", "blue"), ("new", "green"));

        var plan = RolloutPlan.Make([api, web], Release, () => "r1", RolloutIntent.Resume);

        (plan.Start, plan.Reached).ShouldBe((RolloutStart.Resume, 10));
        plan.Services.Select(service => (service.Candidate, service.Stable)).ShouldBe([("api--new", "api--old"), ("web--new", "web--old")]);
        UnfinishedPlan.Find([api, web])!.Weight.ShouldBe(10);
    }

    [Fact]
    public void Plan_ToResumeWhereNothingIsLeft_SaysSo() =>
        Should.Throw<DeliveryException>(() => RolloutPlan.Make([Seen("api", "old", ("old", 100))], Release, () => "r1", RolloutIntent.Resume))
            .Message.ShouldBe("api: 'api' has no revision of 2 with the label 'green', so there is nothing to go on with. Begin anew with ./build.sh --target=BlueGreen.");

    [Fact]
    public void Plan_ToAbortWhatHasAllTraffic_GoesBackToTheProvenRevision()
    {
        var api = Labelled(Seen("api", "old", ("old", 0), ("new", 100)), ("old", "blue"), ("new", "green"));

        var plan = RolloutPlan.Make([api], Release, () => "r1", RolloutIntent.Abort);

        plan.Start.ShouldBe(RolloutStart.Abort);
        plan.Services[0].Previous.ShouldBe(new Dictionary<string, int> { ["api--old"] = 100 });
        plan.Services[0].LeftOver.ShouldBe(["api--new"]);
    }

    [Fact]
    public void Plan_OverAReleaseThatTheLedgerNames_OnlyTidiesUp()
    {
        var (api, web) = (Seen("api", "old", ("old", 0), ("new", 100)), Seen("web", "new", ("old", 0), ("new", 100)));

        var plan = RolloutPlan.Make([api, web], Release, () => "r1", current: Entry("2", "new", "api", "web"));

        plan.Start.ShouldBe(RolloutStart.Tidy);
        plan.Services.Select(service => service.Retire.ShouldHaveSingleItem()).ShouldBe(["api--old", "web--old"]);
    }

    [Fact]
    public void Plan_ThatTidiesUp_KnowsTheStandbyThatTheDeadRunKept()
    {
        var api = Labelled(Seen("api", "old", ("old", 0), ("new", 100)), ("old", "blue"), ("new", "green"));

        RolloutPlan.Make([api], Release, () => "r1", current: Entry("2", "new", "api")).Services[0].Stable.ShouldBe("api--old");
    }

    [Fact]
    public void Plan_OfAnotherReleaseOverOneThatTheLedgerNames_BuildsOnIt() =>
        RolloutPlan.Make([Seen("api", "old", ("old", 0), ("other", 100))], Release, () => "r1", current: Entry("3", "other", "api")).Services[0]
            .Previous.ShouldBe(new Dictionary<string, int> { ["api--other"] = 100 });

    [Fact]
    public void Plan_AfterARunKilledBetweenTwoAppsOverAReleaseThatWasNotTidiedUp_GoesBackToWhatTheLedgerNames()
    {
        var api = Seen("api", "old", ("old", 0), ("other", 0), ("torn", 100));
        var web = Seen("web", "old", ("old", 0), ("other", 100));

        var plan = RolloutPlan.Make([api, web], Release, () => "r1", current: Entry("3", "other", "api", "web"));

        plan.Services.Select(service => service.Stable).ShouldBe(["api--other", "web--other"]);
        plan.Services.Select(service => service.Pin).ShouldBe([true, false]);
    }

    [Theory]
    [InlineData(RolloutIntent.Abort)]
    [InlineData(RolloutIntent.Resume)]
    public void Plan_ToAbortOrResumeWhatTheLedgerNames_SaysHowToGoBack(RolloutIntent intent) =>
        Should.Throw<DeliveryException>(() => RolloutPlan.Make([Seen("api", "old", ("old", 0), ("new", 100))], Release, () => "r1", intent, Entry("2", "new", "api")))
            .Message.ShouldBe("The ledger names 2, which has all traffic: there is nothing to go on with or to take back. Go back with ./build.sh --target=Rollback.");

    [Fact]
    public void Plan_ToAbortWhatWaitsBesideWhatTheLedgerNames_TakesItAway()
    {
        var api = Labelled(Seen("api", "old", ("old", 100), ("new", 0)), ("old", "blue"), ("new", "green"));

        var plan = RolloutPlan.Make([api], Release, () => "r1", RolloutIntent.Abort, Entry("1", "old", "api"));

        (plan.Start, plan.Services[0].LeftOver.ShouldHaveSingleItem()).ShouldBe((RolloutStart.Abort, "api--new"));
    }

    [Fact]
    public void Unfinished_AfterAHeldRolloutThatCameToItsEndAndDied_IsNothing()
    {
        var api = Labelled(Seen("api", "old", ("old", 0), ("new", 100)), ("old", "blue"), ("new", "green"));
        var held = new HeldRollout("id", "2", 10);

        UnfinishedRollout.Find(held, [api], new Ledger([Entry("1", "old", "api")])).ShouldBe(new UnfinishedRollout("2", 10, IsHeld: true));
        UnfinishedRollout.Find(held, [api], new Ledger([Entry("1", "old", "api"), Entry("2", "new", "api")])).ShouldBeNull();
    }

    [Fact]
    public void Unfinished_AfterARollbackThatDiedWithAllTraffic_IsNothing()
    {
        var api = Labelled(Seen("api", "new", ("old", 100), ("new", 0)), ("old", "green"));

        UnfinishedRollout.Find(null, [api], new Ledger([Entry("1", "old", "api"), Entry("2", "new", "api")])).ShouldBeNull();
        UnfinishedRollout.Find(null, [api], new Ledger([Entry("2", "new", "api")])).ShouldNotBeNull();
    }

    [Fact]
    public void Plan_ToAbortAFirstDeployment_TakesAwayWhatServesAndKeepsNothing()
    {
        var api = Unreleased(Seen("api", "", ("new", 100)));

        var plan = RolloutPlan.Make([api], Release, () => "r1", RolloutIntent.Abort);

        plan.Services[0].ShouldSatisfyAllConditions(
            service => service.Previous.ShouldBeEmpty(), service => service.Pin.ShouldBeFalse(), service => service.LeftOver.ShouldBe(["api--new"]));
        UnfinishedPlan.Find([api]).ShouldBe(new UnfinishedRollout("new", 100, IsHeld: false));
    }

    [Fact]
    public void Plan_ToResumeAFirstDeployment_HasOneStepAndNothingToGoBackTo()
    {
        var plan = RolloutPlan.Make([Unreleased(Seen("api", "", ("new", 100)))], Release, () => "r1", RolloutIntent.Resume);

        plan.Services[0].ShouldSatisfyAllConditions(service => service.Candidate.ShouldBe("api--new"), service => service.Stable.ShouldBeNull());
        plan.StepsOf(new RolloutSettings().StepsOf(judged: true)).Select(step => step.Weight).ShouldBe([100]);
    }

    [Fact]
    public void Unfinished_OverAnAppThatOnlyATemplateMade_IsNothing()
    {
        var seen = Unreleased(Seen("api", "", ("template", 100)));
        seen = seen with { Revisions = [seen.Revisions[0] with { Environment = new Dictionary<string, string> { [ReleaseTags.OriginVariable] = "template" } }] };

        UnfinishedPlan.Find([seen]).ShouldBeNull();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(25, false)]
    [InlineData(100, false)]
    public void Preflight_WaitsOnlyAtAStepBeforeTheLast(int weight, bool isFine)
    {
        var steps = new RolloutSettings().StepsOf(judged: true);

        if (isFine)
            Preflight.CheckPause(weight, steps);
        else
            Should.Throw<DeliveryException>(() => Preflight.CheckPause(weight, steps)).Message.ShouldBe($"--pause-at: {weight} is none of the steps before the last one. Give 0 or 10 or 50.");
    }

    [Fact]
    public void Preflight_NamesEveryProblemAtOnce()
    {
        var api = Seen("api", "old", ("old", 100));
        var web = Seen("web", "old");
        ServiceObservation[] observed = [api with { App = api.App! with { RevisionsMode = "Single", Affinity = "sticky" } }, web];
        var plan = RolloutPlan.Make(observed, Release, () => new string('x', 60));

        var error = Should.Throw<DeliveryException>(() => Preflight.Check(plan, observed, Release with { Services = [Release.Services[0]] }));

        error.Message.Split(Environment.NewLine).ShouldBe([
            "api: activeRevisionsMode is 'Single', so traffic cannot be split. Set it to Multiple and check which revision serves.",
            "api: session affinity is 'sticky', which excludes several revisions. Set ingress.stickySessions.affinity to none.",
            "web: was released before, but no active revision gets traffic. Activate one and give it all traffic, or delete the app to begin anew.",
            $"api--{new string('x', 60)}: is longer than 54 characters. Shorten services.api.app.",
            $"web--{new string('x', 60)}: is longer than 54 characters. Shorten services.web.app.",
            "services.web: release 2 has no image of it. Run the task Image.",
        ]);
    }

    private static RolloutPlan Plan(params ServiceObservation[] observed) => RolloutPlan.Make(observed, Release, () => "r1");
}

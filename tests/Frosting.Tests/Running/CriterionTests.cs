using Cake.Frosting;
using Frostline.Hosting;

namespace Frosting.Tests.Running;

public sealed class CriterionTests
{
    [Fact]
    public void ATargetWithNothingToDo_IsDecidedBeforeWhatItNeedsRuns()
    {
        var host = new TestHost(typeof(Compile), typeof(Deploy));
        host.Run("--target=Deploy").ShouldBe(0);
        host.Happened.ShouldBeEmpty();
        host.Output.ShouldStartWith("Deploy: release 7 is already live\n");
        host.Task("Deploy").ShouldSatisfyAllConditions(
            task => task.Outcome.ShouldBe(TaskOutcome.Skipped),
            task => task.Reason.ShouldBe("release 7 is already live"));
        host.Task("Compile").Reason.ShouldBe("only Deploy needs it");
    }

    [Fact]
    public void WhatAnotherTargetNeedsToo_Runs()
    {
        var host = new TestHost(typeof(Compile), typeof(Deploy), typeof(Pack));
        host.Run("-t", "Deploy", "-t", "Pack").ShouldBe(0);
        host.Happened.ShouldBe("compile pack");
    }

    [Fact]
    public void WhatOnlyASkippedTargetNeeds_IsSkippedAlsoWhenAnotherTargetNeedsTheSkippedOne()
    {
        var host = new TestHost(typeof(Compile), typeof(Deploy), typeof(Announce));
        host.Run("-t", "Deploy", "-t", "Announce").ShouldBe(0);
        host.Happened.ShouldBe("announce");
    }

    [Fact]
    public void ASkippedTask_DoesNotStopTheOnesThatNeedIt()
    {
        var host = new TestHost(typeof(Compile), typeof(Deploy), typeof(Announce));
        host.Run("--target=Announce").ShouldBe(0);
        host.Happened.ShouldBe("compile announce");
        host.Task("Deploy").Outcome.ShouldBe(TaskOutcome.Skipped);
    }

    [Fact]
    public void ACriterionThatThrows_FailsTheTargetBeforeAnythingRuns()
    {
        var host = new TestHost(typeof(Compile), typeof(Undecided));
        host.Run("--target=Undecided").ShouldBe(1);
        host.Happened.ShouldBeEmpty();
        host.Task("Undecided").Outcome.ShouldBe(TaskOutcome.Failed);
        host.Task("Compile").Reason.ShouldBe("because Undecided failed");
    }

    [Fact]
    public void ATarget_IsAskedOnceBeforeTheRun_AnyOtherTaskWhenItsTurnComes()
    {
        var host = new TestHost(typeof(Compile), typeof(Asking), typeof(AfterAsking));
        host.Run("--target=Asking").ShouldBe(0);
        host.Run("--target=AfterAsking").ShouldBe(0);
        host.Happened.ShouldBe("asked compile asking compile asked asking");
    }

    [Fact]
    public void WithoutAMessage_TheCriterionIsNamed()
    {
        var host = new TestHost(typeof(Silent));
        host.Run("--target=Silent").ShouldBe(0);
        host.Task("Silent").Reason.ShouldBe("its criterion is false");
    }

    public sealed class Compile : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("compile");
    }

    [IsDependentOn(typeof(Compile))]
    public sealed class Deploy : FrostingTask<JournalContext>, IFrostingTask
    {
        string IFrostingTask.SkippedMessage => "release 7 is already live";

        public override bool ShouldRun(JournalContext context) => false;
    }

    [IsDependentOn(typeof(Compile))]
    public sealed class Pack : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("pack");
    }

    [IsDependentOn(typeof(Deploy))]
    public sealed class Announce : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("announce");
    }

    [IsDependentOn(typeof(Compile))]
    public sealed class Undecided : FrostingTask<JournalContext>
    {
        public override bool ShouldRun(JournalContext context) => throw new FrostingException("the environment does not answer");
    }

    [IsDependentOn(typeof(Compile))]
    public sealed class Asking : FrostingTask<JournalContext>
    {
        public override bool ShouldRun(JournalContext context)
        {
            context.Journal.Add("asked");
            return true;
        }

        public override void Run(JournalContext context) => context.Journal.Add("asking");
    }

    [IsDependentOn(typeof(Asking))]
    public sealed class AfterAsking : FrostingTask;

    public sealed class Silent : FrostingTask<JournalContext>
    {
        public override bool ShouldRun(JournalContext context) => false;
    }
}

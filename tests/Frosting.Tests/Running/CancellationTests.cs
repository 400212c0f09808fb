using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace Frosting.Tests.Running;

public sealed class CancellationTests
{
    [Fact]
    public void ACancelledTask_RunsFinally_AndTheRunTearsDown()
    {
        var host = new TestHost(typeof(Interrupted), typeof(After)).With(configure => configure.UseTeardown<TornDown>());
        host.Run("--target=After").ShouldBe(130);
        host.Happened.ShouldBe("finally teardown");
        host.Task("Interrupted").Outcome.ShouldBe(TaskOutcome.Cancelled);
        host.Task("After").ShouldSatisfyAllConditions(
            task => task.Outcome.ShouldBe(TaskOutcome.NotReached),
            task => task.Reason.ShouldBe("the run was cancelled"));
    }

    [Fact]
    public async Task ATaskThatDoesNotListen_IsLeftBehindAfterTheGracePeriod()
    {
        var host = new TestHost(typeof(Deaf))
            .With(configure => configure.UseTeardown<TornDown>())
            .Register(services => services.AddSingleton(new HostOptions { GracePeriod = TimeSpan.FromSeconds(30) }));
        var run = Task.Run(() => host.Run("--target=Deaf"), TestContext.Current.CancellationToken);
        await Eventually.Is(() => host.Clock.Waiting == 1);

        host.Clock.Advance(TimeSpan.FromSeconds(29));
        run.IsCompleted.ShouldBeFalse();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await run.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).ShouldBe(130);
        host.Happened.ShouldBe("deaf teardown");
        host.Task("Deaf").ShouldSatisfyAllConditions(
            task => task.Outcome.ShouldBe(TaskOutcome.Cancelled),
            task => task.Reason.ShouldBe("it did not stop within the grace period"));
        host.Journal.Add("over");
    }

    [Fact]
    public void AFailureWhileTheRunIsCancelled_IsStillPrinted()
    {
        var host = new TestHost(typeof(FailsWhenInterrupted));
        host.Run("--target=FailsWhenInterrupted").ShouldBe(130);
        host.Output.ShouldBe("FailsWhenInterrupted: half a file is left\n");
        host.Task("FailsWhenInterrupted").Outcome.ShouldBe(TaskOutcome.Failed);
    }

    [Fact]
    public void ACancellationInAWrapper_IsACancellation()
    {
        var host = new TestHost(typeof(Wrapping));
        host.Run("--target=Wrapping").ShouldBe(130);
        host.Output.ShouldBeEmpty();
        host.Task("Wrapping").Outcome.ShouldBe(TaskOutcome.Cancelled);
    }

    [Fact]
    public void ASignalDuringSetup_StartsNoTask()
    {
        var host = new TestHost(typeof(After), typeof(Interrupted)).With(cake => cake.UseSetup<InterruptedSetup>().UseTeardown<TornDown>());
        host.Run("--target=After").ShouldBe(130);
        host.Happened.ShouldBe("teardown");
    }

    public sealed class Wrapping : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context)
        {
            context.Interrupt();
            throw new CakeException("the request was not sent", new OperationCanceledException());
        }
    }

    public sealed class InterruptedSetup : FrostingSetup<JournalContext>
    {
        public override void Setup(JournalContext context, ISetupContext info) => context.Interrupt();
    }

    public sealed class Interrupted : AsyncFrostingTask<JournalContext>
    {
        public override Task RunAsync(JournalContext context)
        {
            context.Interrupt();
            return Task.Delay(TimeSpan.FromSeconds(10), context.Token);
        }

        public override void Finally(JournalContext context) => context.Journal.Add("finally");
    }

    [IsDependentOn(typeof(Interrupted))]
    public sealed class After : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("after");
    }

    public sealed class Deaf : AsyncFrostingTask<JournalContext>
    {
        public override Task RunAsync(JournalContext context)
        {
            context.Journal.Add("deaf");
            context.Interrupt();
            return context.Journal.Until("over");
        }
    }

    public sealed class FailsWhenInterrupted : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context)
        {
            context.Interrupt();
            throw new CakeException("half a file is left");
        }
    }

    public sealed class TornDown : FrostingTeardown<JournalContext>
    {
        public override void Teardown(JournalContext context, ITeardownContext info) => context.Journal.Add("teardown");
    }
}

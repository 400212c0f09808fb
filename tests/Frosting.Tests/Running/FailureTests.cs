using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests.Running;

public sealed class FailureTests
{
    [Fact]
    public void OnError_CannotTurnAFailureIntoASuccess()
    {
        var host = new TestHost(typeof(Handled), typeof(AfterHandled));
        host.Run("--target=AfterHandled").ShouldBe(1);
        host.Happened.ShouldBe("handled finally");
        host.Task("Handled").Outcome.ShouldBe(TaskOutcome.Failed);
        host.Task("AfterHandled").ShouldSatisfyAllConditions(
            task => task.Outcome.ShouldBe(TaskOutcome.Skipped),
            task => task.Reason.ShouldBe("because Handled failed"));
    }

    [Fact]
    public void OnErrorThatThrows_LeavesTheFirstErrorTheFirst()
    {
        var host = new TestHost(typeof(Rethrowing));
        host.Run("--target=Rethrowing").ShouldBe(1);
        host.Result!.Error.ShouldBeOfType<CakeException>().Message.ShouldBe("first");
        host.Output.ShouldBe("Rethrowing: first\nRethrowing, OnError, after the error above: second\n");
    }

    [Fact]
    public void ContinueOnError_LetsDependentsRunAndStillFailsTheRun()
    {
        var host = new TestHost(typeof(Tolerated), typeof(AfterTolerated));
        host.Run("--target=AfterTolerated").ShouldBe(1);
        host.Happened.ShouldBe("after");
        host.Task("Tolerated").Outcome.ShouldBe(TaskOutcome.Failed);
        host.Task("AfterTolerated").Outcome.ShouldBe(TaskOutcome.Succeeded);
    }

    [Fact]
    public void KeepGoing_RunsWhatDoesNotNeedTheFailedTask()
    {
        var host = new TestHost(typeof(Handled), typeof(AfterHandled), typeof(Later));
        host.Run("-t", "AfterHandled", "-t", "Later", "--keep-going", "--sequential").ShouldBe(1);
        host.Happened.ShouldBe("handled finally later");
        host.Task("AfterHandled").Reason.ShouldBe("because Handled failed");
    }

    [Fact]
    public void AnUnexpectedFailure_PrintsItsStackOnce()
    {
        var host = new TestHost(typeof(Buggy));
        host.Run("--target=Buggy").ShouldBe(1);
        host.Output.ShouldStartWith("Buggy: no such luck\nSystem.InvalidOperationException: no such luck\n   at ");
        host.Output.Split("System.InvalidOperationException").Length.ShouldBe(2);
    }

    [Fact]
    public void TheClassifier_DecidesTheExitCodeAndWhetherAStackIsPrinted()
    {
        var host = new TestHost(typeof(Buggy)).Register(services => services.AddSingleton<IFailureClassifier>(new Refusals()));
        host.Run("--target=Buggy").ShouldBe(3);
        host.Output.ShouldBe("Buggy: no such luck\n");
    }

    [Fact]
    public void TheExitCodeOfACakeException_IsStillAFailedTask()
    {
        var host = new TestHost(typeof(Rethrowing));
        host.Run("--target=Rethrowing").ShouldBe(1);
    }

    [Fact]
    public void ACancellationNobodyAskedFor_IsAFailure()
    {
        var host = new TestHost(typeof(TimesOut));
        host.Run("--target=TimesOut").ShouldBe(1);
        host.Task("TimesOut").Outcome.ShouldBe(TaskOutcome.Failed);
    }

    [Fact]
    public void AReporterThatFails_FailsTheRun()
    {
        var host = new TestHost(typeof(Later)).Register(services => services.AddSingleton<IRunReporter, BrokenReporter>());
        host.Run("--target=Later").ShouldBe(1);
        host.Output.ShouldBe("The run report: disk full\n");
        host.Result!.ExitCode.ShouldBe(0);
    }

    public sealed class Handled : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => throw new CakeException("broken");

        public override void OnError(Exception exception, JournalContext context) => context.Journal.Add("handled");

        public override void Finally(JournalContext context) => context.Journal.Add("finally");
    }

    [IsDependentOn(typeof(Handled))]
    public sealed class AfterHandled : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("after");
    }

    public sealed class Rethrowing : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => throw new CakeException(7, "first");

        public override void OnError(Exception exception, JournalContext context) => throw new CakeException("second");
    }

    [ContinueOnError]
    public sealed class Tolerated : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => throw new CakeException("broken");
    }

    [IsDependentOn(typeof(Tolerated))]
    public sealed class AfterTolerated : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("after");
    }

    public sealed class Later : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("later");
    }

    public sealed class Buggy : FrostingTask
    {
        public override void Run(ICakeContext context) => throw new InvalidOperationException("no such luck");
    }

    public sealed class TimesOut : AsyncFrostingTask
    {
        public override Task RunAsync(ICakeContext context) => throw new TaskCanceledException("too slow");
    }

    private sealed class Refusals : IFailureClassifier
    {
        public Failure Classify(Exception exception) => new(3, Expected: true);
    }

    private sealed class BrokenReporter : IRunReporter
    {
        public void Report(RunResult run) => throw new CakeException("disk full");
    }
}

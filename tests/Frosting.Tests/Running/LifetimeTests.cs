using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests.Running;

public sealed class LifetimeTests
{
    [Fact]
    public void HooksRun_AroundTheRunAndAroundEachTask()
    {
        var host = new TestHost(typeof(Compile), typeof(Skipped), typeof(Broken))
            .With(configure => configure.UseLifetime<Lifetime>().UseTaskLifetime<PerTask>());
        host.Run("--sequential", "--keep-going", "-t", "Compile", "-t", "Broken").ShouldBe(1);
        host.Happened.ShouldBe(
            "setup:Broken/Compile,Skipped,Broken " +
            "+Compile compile -Compile:True " +
            "+Skipped -Skipped:True/skipped " +
            "+Broken -Broken:False " +
            "teardown:False");
    }

    [Fact]
    public void ATeardownThatFailsAfterAFailedSetup_DoesNotHideTheOriginalError()
    {
        var host = new TestHost(typeof(Compile))
            .With(configure => configure.UseLifetime<BrokenLifetime>())
            .Register(services => services.AddSingleton<IFailureClassifier>(new SettingsAreUsage()));
        host.Run("--target=Compile").ShouldBe(2);
        host.Output.ShouldBe("Setup: the settings are wrong\nTeardown, after the error above: Object reference not set\n");
        host.Result!.ShouldSatisfyAllConditions(
            run => run.ExitCode.ShouldBe(2),
            run => run.Error!.Message.ShouldBe("the settings are wrong"),
            run => run.Tasks.ShouldHaveSingleItem().Outcome.ShouldBe(TaskOutcome.NotReached));
    }

    [Fact]
    public void ATeardownThatFailsAlone_FailsTheRun()
    {
        var host = new TestHost(typeof(Compile)).With(configure => configure.UseTeardown<BrokenTeardown>());
        host.Run("--target=Compile").ShouldBe(1);
        host.Task("Compile").Outcome.ShouldBe(TaskOutcome.Succeeded);
    }

    [Fact]
    public void AContextThatCannotBeConstructed_IsClassifiedAndReported()
    {
        var host = new TestHost(typeof(ForBroken))
            .With(configure => configure.UseContext<BrokenContext>())
            .Register(services => services.AddSingleton<IFailureClassifier>(new SettingsAreUsage()));
        host.Run("--target=ForBroken").ShouldBe(2);
        host.Output.ShouldBe("The context: the settings are wrong\n");
        host.Task("ForBroken").Reason.ShouldBe("the run ended before its first task");
    }

    [Fact]
    public void OnlyTheTasksOfThePlan_AreConstructed()
    {
        var host = new TestHost(typeof(Compile), typeof(Graph.ListingTests.Scan));
        host.Run("--target=Compile").ShouldBe(0);
    }

    [Fact]
    public void TheCatalog_ListsAllTasksForAMenu()
    {
        var host = new TestHost(typeof(Menu), typeof(Compile));
        host.Run("--target=Menu", "--exclusive").ShouldBe(0);
        host.Output.ShouldBe("Menu (prints this) needs Compile; Compile () needs \n");
    }

    public sealed class Skipped : FrostingTask<JournalContext>
    {
        public override bool ShouldRun(JournalContext context) => false;
    }

    public sealed class Compile : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("compile");
    }

    [IsDependentOn(typeof(Skipped))]
    public sealed class Broken : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => throw new CakeException("broken");
    }

    [TaskDescription("prints this")]
    [IsDependentOn(typeof(Compile))]
    public sealed class Menu(TaskCatalog catalog, IConsole console) : FrostingTask
    {
        public override void Run(ICakeContext context) =>
            console.WriteLine(string.Join("; ", catalog.Tasks.Select(task => $"{task.Name} ({task.Description}) needs {string.Join(',', task.Needs)}")));
    }

    public sealed class Lifetime : FrostingLifetime<JournalContext>
    {
        public override void Setup(JournalContext context, ISetupContext info) =>
            context.Journal.Add($"setup:{info.TargetTask.Name}/{string.Join(',', info.TasksToExecute.Select(task => task.Name))}");

        public override void Teardown(JournalContext context, ITeardownContext info) => context.Journal.Add($"teardown:{info.Successful}");
    }

    public sealed class PerTask : FrostingTaskLifetime<JournalContext>
    {
        public override void Setup(JournalContext context, ITaskSetupContext info) => context.Journal.Add($"+{info.Task.Name}");

        public override void Teardown(JournalContext context, ITaskTeardownContext info) =>
            context.Journal.Add($"-{info.Task.Name}:{info.Successful}{(info.Skipped ? "/skipped" : "")}");
    }

    public sealed class BrokenLifetime : FrostingLifetime<JournalContext>
    {
        public override void Setup(JournalContext context, ISetupContext info) => throw new ArgumentException("the settings are wrong");

        public override void Teardown(JournalContext context, ITeardownContext info) => throw new CakeException("Object reference not set");
    }

    public sealed class BrokenTeardown : FrostingTeardown
    {
        public override void Teardown(ICakeContext context, ITeardownContext info) => throw new CakeException("stuck");
    }

    public sealed class BrokenContext : FrostingContext
    {
        public BrokenContext(ICakeContext context)
            : base(context) => throw new ArgumentException("the settings are wrong");
    }

    public sealed class ForBroken : FrostingTask<BrokenContext>;

    private sealed class SettingsAreUsage : IFailureClassifier
    {
        public Failure Classify(Exception exception) => exception is ArgumentException ? new(2, Expected: true) : new(1, Expected: true);
    }
}

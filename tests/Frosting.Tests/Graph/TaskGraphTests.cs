using Cake.Core;
using Cake.Frosting;

namespace Frosting.Tests.Graph;

public sealed class TaskGraphTests
{
    [Fact]
    public void ACycle_IsReportedWithItsPath()
    {
        var host = new TestHost(typeof(Start), typeof(A), typeof(B), typeof(C));
        host.Run("--tree").ShouldBe(2);
        host.Output.ShouldBe("Tasks need each other in a circle: A -> B -> C -> A. Remove one of these dependencies.\n");
    }

    [Fact]
    public void AnUnknownTarget_NamesTheNearestAndAllOthers()
    {
        var host = new TestHost(typeof(Compile), typeof(Pack));
        host.Run("--target=compil", "--target=Xylophone").ShouldBe(2);
        host.Output.ShouldBe(
            """
            There is no task 'compil'. Did you mean 'Compile'? Tasks: Compile, Pack.
            There is no task 'Xylophone'. Tasks: Compile, Pack.

            """);
        host.Result.ShouldBeNull();
    }

    [Fact]
    public void ANonPublicTask_IsAnErrorThatNamesTheClass()
    {
        var host = new TestHost(typeof(Compile), typeof(Hidden));
        host.Run("--target=Compile").ShouldBe(2);
        host.Output.ShouldBe($"{typeof(Hidden).FullName} is a task but not public, so it would be ignored. Make the class and what it is nested in public.\n");
    }

    [Theory]
    [InlineData("--tree")]
    [InlineData("--target=Foreign")]
    public void ATaskForAnotherContext_IsAnErrorEvenBehindAnIntermediateBaseClass(string arg)
    {
        var host = new TestHost(typeof(Compile), typeof(Foreign));
        host.Run(arg).ShouldBe(2);
        host.Output.ShouldBe(
            $"{typeof(Foreign).FullName} needs the context {typeof(OtherContext).FullName}, but the host has {typeof(JournalContext).FullName}. " +
            "Call UseContext<OtherContext>() or change the task's base class.\n");
    }

    [Fact]
    public void ADependencyThatIsNoTask_IsAnError()
    {
        var host = new TestHost(typeof(Lost));
        host.Run("--target=Lost").ShouldBe(2);
        host.Output.ShouldBe($"{typeof(Lost).FullName}: the dependency 'System.String' is not a valid task. Name a class that implements IFrostingTask.\n");
    }

    [Fact]
    public void ADependencyInAnotherAssembly_SaysHowToAddIt()
    {
        var host = new TestHost(typeof(Pack));
        host.Run("--target=Pack").ShouldBe(2);
        host.Output.ShouldContain("is in an assembly the host does not search. Add it with AddAssembly.");
    }

    [Fact]
    public void TwoTasksOfOneName_AreAnErrorThatNamesBothClasses()
    {
        var host = new TestHost(typeof(Compile), typeof(AlsoCompile));
        host.Run("--target=Compile").ShouldBe(2);
        host.Output.ShouldBe($"{typeof(Compile).FullName} and {typeof(AlsoCompile).FullName} are both named 'compile'. Give one of them another [TaskName].\n");
    }

    [Fact]
    public void WithoutATaskNamedDefault_TheTargetMustBeNamed()
    {
        var host = new TestHost(typeof(Compile));
        host.Run().ShouldBe(2);
        host.Output.ShouldBe("There is no task 'Default'. Tasks: Compile.\n");
    }

    [IsDependentOn(typeof(A))]
    public sealed class Start : FrostingTask;

    [IsDependentOn(typeof(B))]
    public sealed class A : FrostingTask;

    [IsDependentOn(typeof(C))]
    public sealed class B : FrostingTask;

    [IsDependentOn(typeof(A))]
    public sealed class C : FrostingTask;

    public sealed class Compile : FrostingTask;

    [TaskName("compile")]
    public sealed class AlsoCompile : FrostingTask;

    [IsDependentOn(typeof(Compile))]
    public sealed class Pack : FrostingTask;

    [IsDependentOn(typeof(string))]
    public sealed class Lost : FrostingTask;

    internal sealed class Hidden : FrostingTask;

    public sealed class OtherContext(ICakeContext context) : FrostingContext(context);

    public abstract class Middle<TUnrelated> : AsyncFrostingTask<OtherContext>;

    public sealed class Foreign : Middle<string>;
}

using Cake.Core;
using Cake.Frosting;
using Testing;

namespace Frosting.Tests.Graph;

public sealed class ListingTests
{
    [Fact]
    public void Tree_ShowsReverseDependenciesAndSharedPartsOnce()
    {
        var host = Shop();
        host.Run("--tree").ShouldBe(0);
        Golden.Matches(host.Output, "tree.txt");
    }

    [Fact]
    public void Tree_OfNamedTargets_ShowsThese()
    {
        var host = Shop();
        host.Run("--tree", "--target=Pack").ShouldBe(0);
        Golden.Matches(host.Output, "tree-of-pack.txt");
    }

    [Fact]
    public void DryRun_ListsEverythingInOrderAndTouchesNothing()
    {
        var host = Shop().With(configure => configure.UseLifetime<Untouchable>());
        host.Run("--dryrun", "--target=Deploy").ShouldBe(0);
        Golden.Matches(host.Output, "dryrun.txt");
        host.Happened.ShouldBeEmpty();
        host.Result.ShouldBeNull();
    }

    [Fact]
    public void DryRun_Exclusive_ListsTheTargetsOnlyInTheOrderTheyNeed()
    {
        var host = Shop();
        host.Run("--dryrun", "-e", "-t", "Deploy", "-t", "Compile").ShouldBe(0);
        host.Output.ShouldBe("1. Compile\n2. Deploy after Compile\n");
    }

    [Fact]
    public void DryRun_OfSeveralTargets_KeepsTheOrderOfTheCommandLine()
    {
        var host = Shop();
        host.Run("--dryrun", "-t", "Scan", "-t", "Compile").ShouldBe(0);
        host.Output.ShouldBe("1. Scan\n2. Generate\n3. Compile after Generate\n");
    }

    [Fact]
    public void Descriptions_AreAlphabetical()
    {
        var host = Shop();
        host.Run("--description").ShouldBe(0);
        Golden.Matches(host.Output, "description.txt");
    }

    [Fact]
    public void Help_ExplainsOptionsAndExitCodes()
    {
        var host = Shop();
        host.Run("--help").ShouldBe(0);
        Golden.Matches(host.Output, "help.txt");
    }

    private static TestHost Shop() =>
        new(typeof(Deploy), typeof(Compile), typeof(UnitTest), typeof(Pack), typeof(Scan), typeof(Generate));

    [TaskDescription("Ships it")]
    [IsDependentOn(typeof(UnitTest))]
    [IsDependentOn(typeof(Pack))]
    public sealed class Deploy : Untouchable;

    [TaskDescription("Builds it")]
    public sealed class Compile : Untouchable;

    [IsDependentOn(typeof(Compile))]
    public sealed class UnitTest : Untouchable;

    [TaskDescription("Wraps it")]
    [IsDependentOn(typeof(Compile))]
    public sealed class Pack : Untouchable;

    public sealed class Scan : Untouchable;

    [IsDependeeOf(typeof(Compile))]
    public sealed class Generate : Untouchable;

    /// <summary>A task and a lifetime of which nothing may be called, not even a constructor.</summary>
    public class Untouchable : IFrostingTask, IFrostingLifetime
    {
        public Untouchable() => throw new InvalidOperationException("constructed");

        public Task RunAsync(ICakeContext context) => throw new InvalidOperationException("run");

        public bool ShouldRun(ICakeContext context) => throw new InvalidOperationException("asked");

        public void OnError(Exception exception, ICakeContext context) => throw new InvalidOperationException("error");

        public void Finally(ICakeContext context) => throw new InvalidOperationException("finally");

        public void Setup(ICakeContext context, ISetupContext info) => throw new InvalidOperationException("setup");

        public void Teardown(ICakeContext context, ITeardownContext info) => throw new InvalidOperationException("teardown");
    }
}

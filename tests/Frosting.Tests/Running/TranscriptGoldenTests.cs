using Cake.Core.Diagnostics;
using Cake.Frosting;
using Frostline.Hosting.Output;
using Testing;

namespace Frosting.Tests.Running;

/// <summary>A whole run as people see it, on each kind of console.</summary>
public sealed class TranscriptGoldenTests
{
    [Theory]
    [InlineData(BuildServer.None, false, "run-plain.txt")]
    [InlineData(BuildServer.None, true, "run-ansi.txt")]
    [InlineData(BuildServer.GitHubActions, false, "run-github.txt")]
    [InlineData(BuildServer.AzurePipelines, false, "run-azure.txt")]
    internal void ARunThatFails(BuildServer server, bool ansi, string golden)
    {
        var host = new TestHost(typeof(Compile), typeof(UnitTest), typeof(Image), typeof(Deploy), typeof(Lint), typeof(Report))
        {
            Profile = new ConsoleProfile(server, ansi),
        };
        host.Run("--sequential", "-t", "Deploy", "-t", "Report").ShouldBe(1);
        Golden.Matches(host.Output, golden);
    }

    [Fact]
    public void ARunOfOneTask_PrintsOnlyWhatTheTaskPrints()
    {
        var host = new TestHost(typeof(Compile));
        host.Run("--target=Compile").ShouldBe(0);
        host.Output.ShouldBe("compiling\nobsolete call\n");
    }

    [Fact]
    public void Quiet_LeavesErrorsOnly()
    {
        var host = new TestHost(typeof(Compile), typeof(Lint), typeof(UnitTest));
        host.Run("--verbosity=quiet", "--target=UnitTest").ShouldBe(1);
        host.Output.ShouldBe("1 of 3 tests failed\nUnitTest: tests failed\n");
    }

    public sealed class Compile : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context)
        {
            context.Clock.Advance(TimeSpan.FromSeconds(1.24));
            context.Log.Information("compiling");
            context.Log.Warning("obsolete call");
            context.Log.Verbose("not shown");
        }
    }

    [IsDependentOn(typeof(Compile))]
    [IsDependentOn(typeof(Lint))]
    public sealed class UnitTest : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context)
        {
            context.Clock.Advance(TimeSpan.FromSeconds(65));
            context.Log.Error("1 of 3 tests failed");
            throw new FrostingException("tests failed");
        }
    }

    public sealed class Lint : FrostingTask<JournalContext>
    {
        public override bool ShouldRun(JournalContext context) => false;
    }

    [IsDependentOn(typeof(UnitTest))]
    public sealed class Image : FrostingTask<JournalContext>;

    [IsDependentOn(typeof(Image))]
    public sealed class Deploy : FrostingTask<JournalContext>;

    public sealed class Report : FrostingTask<JournalContext>;
}

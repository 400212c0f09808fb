using Cake.Core.Diagnostics;
using Frostline.Hosting.CommandLine;

namespace Frosting.Tests.CommandLine;

public sealed class CommandLineParserTests
{
    [Theory]
    [InlineData("--target=Compile")]
    [InlineData("--target", "Compile")]
    [InlineData("-t", "Compile")]
    [InlineData("-t=Compile")]
    [InlineData("--Target", "Compile")]
    public void Target_InEverySpelling_IsTheTask(params string[] args) => CommandLineParser.Parse(args).Targets.ShouldBe(["Compile"]);

    [Fact]
    public void Target_Repeated_KeepsTheOrder() =>
        CommandLineParser.Parse(["-t", "Zeta", "--target=Alpha"]).Targets.ShouldBe(["Zeta", "Alpha"]);

    [Fact]
    public void UnknownOptions_BecomeArgumentsOfTheBuild()
    {
        var arguments = CommandLineParser.Parse(["--filter=Name=Fast", "--no-coverage", "--project=a", "--project=b", "-t", "Test"]).Arguments;
        arguments["filter"].ShouldBe(["Name=Fast"]);
        arguments["NO-COVERAGE"].ShouldBe([null]);
        arguments["project"].ShouldBe(["a", "b"]);
        arguments["target"].ShouldBe(["Test"]);
    }

    [Theory]
    [InlineData("--dryrun", HostMode.DryRun)]
    [InlineData("--noop", HostMode.DryRun)]
    [InlineData("--whatif", HostMode.DryRun)]
    [InlineData("--tree", HostMode.Tree)]
    [InlineData("--showtree", HostMode.Tree)]
    [InlineData("--descriptions", HostMode.Description)]
    [InlineData("--showdescription", HostMode.Description)]
    [InlineData("-h", HostMode.Help)]
    [InlineData("--ver", HostMode.Version)]
    [InlineData("--info", HostMode.Info)]
    [InlineData("--tree=false", HostMode.Run)]
    internal void Switches_ChooseTheMode(string arg, HostMode mode) => CommandLineParser.Parse([arg]).Mode.ShouldBe(mode);

    [Fact]
    public void SeveralModes_FollowTheOrderOfFrosting() =>
        CommandLineParser.Parse(["--description", "--tree", "--dryrun"]).Mode.ShouldBe(HostMode.DryRun);

    [Fact]
    public void HostOptions_AreRead()
    {
        var command = CommandLineParser.Parse(["-v", "q", "--parallel=7", "-e", "--keep-going", "-w", "elsewhere"]);
        command.Verbosity.ShouldBe(Verbosity.Quiet);
        command.Parallel.ShouldBe(7);
        command.Exclusive.ShouldBeTrue();
        command.KeepGoing.ShouldBeTrue();
        command.WorkingDirectory.ShouldBe("elsewhere");
        CommandLineParser.Parse(["--parallel=7", "--sequential"]).Parallel.ShouldBe(1);
    }

    [Theory]
    [InlineData("'Compile' is not an option. Name a task with --target=Compile; give an option its value with '=', as in --name=value.", "Compile")]
    [InlineData("'5' is not an option. Name a task with --target=5; give an option its value with '=', as in --name=value.", "--delay", "5")]
    [InlineData("--target: the value is missing. Write --target=NAME.", "--target", "--tree")]
    [InlineData("--parallel: '0' is not a number of tasks. Give 1 or more.", "--parallel=0")]
    [InlineData("--verbosity: 'loud' is not a level. Give quiet, minimal, normal, verbose or diagnostic.", "-v", "loud")]
    [InlineData("--tree: 'maybe' is neither true nor false. Write --tree alone.", "--tree=maybe")]
    public void Mistakes_AreExplained(string message, params string[] args) =>
        Should.Throw<UsageException>(() => CommandLineParser.Parse(args)).Message.ShouldBe(message);
}

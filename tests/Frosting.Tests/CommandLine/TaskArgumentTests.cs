using Cake.Core;
using Cake.Frosting;
using Frostline.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests.CommandLine;

public sealed class TaskArgumentTests
{
    private readonly TestHost host = new TestHost(typeof(Work)).Register(services => services.AddSingleton(
        new HostOptions { Arguments = [new("environment", "NAME", "Where to"), new("force", null, "Do it")] }));

    [Fact]
    public void Help_ShowsTheArgumentsOfTheTasks()
    {
        host.Run("--help").ShouldBe(0);

        host.Output.ShouldContain("Arguments of the tasks\n      --environment=NAME");
        host.Output.ShouldContain("Do it");
    }

    [Theory]
    [InlineData("--enviroment=staging", "--enviroment: there is no such option. Did you mean --environment? --help lists all.")]
    [InlineData("--zzz", "--zzz: there is no such option. --help lists all.")]
    public void AnArgumentThatIsNotDeclared_IsRefusedBeforeAnythingRuns(string argument, string message)
    {
        host.Run(argument).ShouldBe(2);

        host.Output.ShouldContain(message);
        host.Happened.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--environment=staging")]
    [InlineData("--FORCE")]
    [InlineData("--settings_noreport=true")]
    public void DeclaredArguments_AndSettingsOfCake_AreTaken(string argument)
    {
        host.Run(argument).ShouldBe(0);

        host.Happened.ShouldBe("ran");
    }

    [TaskName("Default")]
    public sealed class Work : FrostingTask<JournalContext>
    {
        public override void Run(JournalContext context) => context.Journal.Add("ran");
    }
}

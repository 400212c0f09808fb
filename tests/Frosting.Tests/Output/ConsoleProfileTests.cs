using Frostline.Hosting.Output;

namespace Frosting.Tests.Output;

public sealed class ConsoleProfileTests
{
    [Theory]
    [InlineData(true, false, "")]
    [InlineData(false, true, "")]
    [InlineData(false, false, "NO_COLOR=1")]
    [InlineData(false, false, "TERM=dumb")]
    [InlineData(true, true, "FORCE_COLOR=1")]
    [InlineData(true, true, "CLICOLOR_FORCE=1")]
    [InlineData(true, false, "FORCE_COLOR=0")]
    [InlineData(false, false, "NO_COLOR=1 FORCE_COLOR=1")]
    [InlineData(true, false, "TERM=xterm-256color")]
    [InlineData(true, false, "GITHUB_ACTION=run1")]
    public void Ansi_GoesOnlyToATerminalThatWantsIt(bool redirected, bool ansi, string variables) =>
        Detect(redirected, variables).ShouldBe(new ConsoleProfile(BuildServer.None, ansi));

    [Theory]
    [InlineData("GITHUB_ACTIONS=true", BuildServer.GitHubActions)]
    [InlineData("TF_BUILD=True", BuildServer.AzurePipelines)]
    internal void BuildServers_AreRecognised(string variables, BuildServer server) =>
        Detect(redirected: true, variables).ShouldBe(new ConsoleProfile(server, Ansi: false));

    [Fact]
    public void Annotations_KeepSeveralLinesInOneCommand()
    {
        new ConsoleProfile(BuildServer.GitHubActions, Ansi: false).Error("50 %\nlost").ShouldBe("::error::50 %25%0Alost");
        new ConsoleProfile(BuildServer.AzurePipelines, Ansi: false).Error("50 %\nlost").ShouldBe("##vso[task.logissue type=error]50 %AZP25%0Alost");
    }

    private static ConsoleProfile Detect(bool redirected, string variables)
    {
        var values = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return ConsoleProfile.Detect(values.GetValueOrDefault, redirected);
    }
}

using System.Text.RegularExpressions;
using Testing;

namespace Pipeline.Tests;

/// <summary>CI files check out, install the SDK, sign in, and call the one entry point: nothing that a laptop could not do.</summary>
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Workflows => [.. Directory.GetFiles(Path.Combine(Checkout.Root, ".github", "workflows")).Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_HasOneStepOfItsOwn(string name) =>
        Run().Matches(Read(name)).Select(run => run.Groups["command"].Value.Trim()).ShouldHaveSingleItem().ShouldStartWith("./build.sh --target=");

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_PinsEveryActionByCommit(string name)
    {
        var actions = Uses().Matches(Read(name));

        actions.ShouldNotBeEmpty();
        actions.ShouldAllBe(action => PinnedWithVersion().IsMatch(action.Value));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_GrantsNothingUnlessAJobAsks(string name)
    {
        var text = Read(name);

        text.ShouldContain("\npermissions: {}\n");
        text.ShouldContain("persist-credentials: false");
        text.ShouldContain("\nconcurrency:\n");
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Checkout.Root, ".github", "workflows", name));

    [GeneratedRegex(@"^\s*-? ?run:(?<command>.*)$", RegexOptions.Multiline)]
    private static partial Regex Run();

    [GeneratedRegex(@"uses:.*")]
    private static partial Regex Uses();

    [GeneratedRegex(@"@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex PinnedWithVersion();
}

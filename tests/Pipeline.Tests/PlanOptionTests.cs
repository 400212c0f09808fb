using Cake.Core;
using Frostline.Pipeline;

namespace Pipeline.Tests;

/// <summary>--plan belongs to the tasks that are asked for by name.</summary>
public sealed class PlanOptionTests
{
    private static Options Read(params string[] targets) =>
        Options.Read(new CakeArguments(targets.Select(target => ("target", target)).Append(("plan", "")).ToLookup(argument => argument.Item1, argument => argument.Item2)));

    [Fact]
    public void Plans_IsTrue_OnlyOfWhatIsAskedFor()
    {
        var options = Read("migrate");

        options.Plans("Migrate").ShouldBeTrue();
        options.Plans("Bicep").ShouldBeFalse();
    }

    [Fact]
    public void Read_OfTwoTasksThatBothPlan_IsFine() => Read("Bicep", "Migrate").Plans("Bicep").ShouldBeTrue();

    [Fact]
    public void Read_OfATaskThatHasNoPlan_IsRefused() =>
        Should.Throw<OptionsException>(() => Read("Migrate", "DeployStaging")).Message.ShouldContain("--plan: DeployStaging has none. Give it with --target=Bicep or --target=Migrate.");
}

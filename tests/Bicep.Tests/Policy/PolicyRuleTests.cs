using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Policy;
using Frostline.Bicep.Reports;

namespace Bicep.Tests.Policy;

public sealed class PolicyRuleTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    public static TheoryData<string> Ids => [.. PolicyRules.All.Select(rule => rule.Id)];

    [Fact]
    public void Rules_HaveOneIdEachAndASample()
    {
        PolicyRules.All.Select(rule => rule.Id).ShouldBeUnique();
        PolicySample.All.Keys.Order(StringComparer.Ordinal).ShouldBe(PolicyRules.All.Select(rule => rule.Id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_WhenASampleBreaksIt_SaysSo(string id)
    {
        var rule = PolicyRules.All.Single(rule => rule.Id == id);
        var sample = PolicySample.All[id];

        var found = Check(rule, Sample.Template(Sample.Resource(TypeOf(rule), sample.Failing, sample.Name)));

        found.Count.ShouldBeGreaterThan(0);
        found.ShouldAllBe(finding => finding.Message.EndsWith($"{rule.Reason} {rule.Remedy}") && finding.Level == rule.LevelIn("production"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_WhenASampleKeepsIt_IsSilent(string id)
    {
        var rule = PolicyRules.All.Single(rule => rule.Id == id);
        var sample = PolicySample.All[id];
        var name = sample.Failing == sample.Passing && sample.Beside is null ? "sample" : sample.Name;
        var resource = Sample.Resource(TypeOf(rule), sample.Passing, name);
        var beside = sample.Beside is var (type, child, body) ? new[] { Sample.Resource(type, body, $"{name}/{child}", resource.Id) } : [];

        Check(rule, Sample.Template([resource, .. beside])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("staging", 0)]
    [InlineData("production", 1)]
    public void Check_OfOneReplica_MattersInProduction(string environment, int errors)
    {
        var app = Sample.Resource("Microsoft.App/containerApps", """{ "properties": { "template": { "scale": { "minReplicas": 1, "maxReplicas": 3 } } } }""");

        Run(PolicySettings.Default, environment, Sample.Template(app)).Count(finding => finding.Rule == "ACA009").ShouldBe(errors);
    }

    [Fact]
    public void Check_OfASuppressedFinding_KeepsItWithItsReasonButDoesNotFail()
    {
        var settings = new PolicySettings { Suppressions = [new("ACR001", "Microsoft.ContainerRegistry/registries", "Moves in March.", Today)] };

        var finding = Run(settings, "production", Registry).Single(finding => finding.Rule == "ACR001");

        finding.Fails.ShouldBeFalse();
        finding.Suppression.ShouldBe("Moves in March. (until 2026-11-21)");
    }

    [Fact]
    public void Check_OfASuppressionWhoseDayHasPassed_FailsTwice()
    {
        var settings = new PolicySettings { Suppressions = [new("ACR001", "*", "Moves in March.", Today.AddDays(-1))] };

        Run(settings, "production", Registry).Single(finding => finding.Rule == "ACR001").Fails.ShouldBeTrue();
        var expired = PolicyCheck.Expired(settings, Today, "infrastructure/policy.json").ShouldHaveSingleItem();
        expired.Fails.ShouldBeTrue();
        expired.Message.ShouldBe("The suppression of ACR001 for * ended on 2026-11-20. Fix what it covers, or give a new day and reason.");
    }

    [Fact]
    public void Check_OfALevelGivenForTheEnvironment_GoesBeforeTheRulesOwn()
    {
        var settings = new PolicySettings { Levels = new Dictionary<string, IReadOnlyDictionary<string, PolicyLevel>> { ["*"] = Level(PolicyLevel.Warning), ["staging"] = Level(PolicyLevel.Off) } };

        Run(settings, "staging", Registry).ShouldNotContain(finding => finding.Rule == "ACR001");
        Run(settings, "production", Registry).Single(finding => finding.Rule == "ACR001").Level.ShouldBe(PolicyLevel.Warning);
    }

    [Fact]
    public void Check_OfWhatOnlyADeploymentKnows_IsSilent()
    {
        var registry = Sample.Resource("Microsoft.ContainerRegistry/registries", """{ "properties": { "adminUserEnabled": "[choice]" } }""");

        Run(PolicySettings.Default, "production", Sample.Template(registry)).ShouldNotContain(finding => finding.Rule == "ACR001");
    }

    [Fact]
    public void Check_OfAnOutputThatHoldsASecret_NamesItsLine()
    {
        var template = Sample.Template() with { Outputs = [new EvaluatedOutput("key", new SymbolicValue("account.listKeys().keys[0].value", isSecret: true), new SourceSpot("main.bicep", 7, 1), false)] };

        var finding = Run(PolicySettings.Default, "staging", template).ShouldHaveSingleItem();

        finding.ToString().ShouldStartWith("main.bicep(7,1): error DEP001: output 'key': holds a secret.");
    }

    private static EvaluatedTemplate Registry => Sample.Template(Sample.Resource("Microsoft.ContainerRegistry/registries", """{ "properties": { "adminUserEnabled": true } }"""));

    private static Dictionary<string, PolicyLevel> Level(PolicyLevel level) => new() { ["ACR001"] = level };

    private static string TypeOf(PolicyRule rule) => rule.ResourceType == "*" ? "Microsoft.KeyVault/vaults" : rule.ResourceType;

    private static IReadOnlyList<Finding> Check(PolicyRule rule, EvaluatedTemplate template) =>
        [.. Run(PolicySettings.Default, "production", template).Where(finding => finding.Rule == rule.Id)];

    private static IReadOnlyList<Finding> Run(PolicySettings settings, string environment, EvaluatedTemplate template) =>
        new PolicyCheck(settings, environment, Today).Run(template);
}

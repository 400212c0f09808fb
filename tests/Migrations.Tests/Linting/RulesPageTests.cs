using System.Text.RegularExpressions;
using Frostline.Migrations.Linting;
using Testing;

namespace Frostline.Migrations.Tests.Linting;

public sealed partial class RulesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "migration-rules.md"));

    [Fact]
    public void Page_HasEveryRuleWithItsClassAndReason()
    {
        foreach (var rule in RuleBook.All)
            Page.ShouldContain($"| `{rule.Id}` | {rule.Class.ToString().ToLowerInvariant()} | {rule.Reason} |");
    }

    [Fact]
    public void Page_NamesNoRuleThatIsNotThere() =>
        Rules().Matches(Page[Page.IndexOf("## Rules", StringComparison.Ordinal)..]).Select(match => match.Groups["id"].Value).Where(id => !RuleBook.Knows(id)).Distinct()
            .ShouldBe([RuleBook.UnusedOverride]);

    [GeneratedRegex("`(?<id>[a-z]+(-[a-z]+)+)`")]
    private static partial Regex Rules();
}

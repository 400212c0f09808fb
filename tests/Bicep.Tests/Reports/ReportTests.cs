using System.Text.Json.Nodes;
using Frostline.Bicep;
using Frostline.Bicep.Plans;
using Frostline.Bicep.Policy;
using Frostline.Bicep.Reports;

namespace Bicep.Tests.Reports;

public sealed class ReportTests
{
    private static readonly Finding Broken = new("ACR001", PolicyLevel.Error, "adminUserEnabled is true.", "infra/my main.bicep", 7) { Column = 5, Environments = ["production"] };

    private static readonly Finding Accepted = new("SB003", PolicyLevel.Warning, "public | open", "infra/bus.bicep", 3) { Suppression = "Until spring. (until 2027-03-01)" };

    [Fact]
    public void Sarif_HoldsRuleLevelPlaceAndSuppression()
    {
        var run = JsonNode.Parse(SarifFile.Write([Broken, Accepted]))!["runs"]![0]!;

        run["tool"]!["driver"]!["rules"]!.AsArray().Select(rule => (string)rule!["id"]!).ShouldBe(["ACR001", "SB003"]);
        var (broken, accepted) = (run["results"]![0]!, run["results"]![1]!);
        ((string)broken["level"]!).ShouldBe("error");
        var place = broken["locations"]![0]!["physicalLocation"]!;
        ((string)place["artifactLocation"]!["uri"]!).ShouldBe("infra/my%20main.bicep");
        ((int)place["region"]!["startLine"]!, (int)place["region"]!["startColumn"]!).ShouldBe((7, 5));
        broken["suppressions"].ShouldBeNull();
        ((string)accepted["suppressions"]![0]!["justification"]!).ShouldBe("Until spring. (until 2027-03-01)");
    }

    [Fact]
    public void Findings_ThatTwoEnvironmentsShare_AreOne() =>
        FindingList.Merge([Broken, Accepted, Broken with { Environments = ["staging"] }])
            .Select(finding => string.Join("+", finding.Environments)).ShouldBe(["", "production+staging"]);

    [Fact]
    public void Result_WithOnlyAcceptedFindings_Passes()
    {
        new InfrastructureResult([], [Accepted]).Passed.ShouldBeTrue();
        new InfrastructureResult([], [Accepted, Broken]).Passed.ShouldBeFalse();
        new InfrastructureResult([], [Accepted, Broken]).Summary.ShouldBe("1 error, 0 warnings, 1 suppressed");
    }

    [Fact]
    public void Markdown_ShowsFindingsWithTheirPlaceAndEscapesTables()
    {
        var page = MarkdownReport.Write(new InfrastructureResult([new EnvironmentResult("production", new Plan("production", []), [], null)], [Broken, Accepted]));

        page.ShouldStartWith("# Infrastructure: fail\n\n1 error, 0 warnings, 1 suppressed.\n");
        page.ShouldContain("| error | ACR001 | infra/my main.bicep:7 | adminUserEnabled is true. | production |");
        page.ShouldContain("| suppressed | SB003 | infra/bus.bicep:3 | public \\| open Accepted: Until spring. (until 2027-03-01) |");
        page.ShouldContain("The templates are not valid: no plan, no cost.");
    }
}

using System.Text;
using System.Text.Json;
using Frostline.Scanning.Code;
using Frostline.Scanning.Findings;

namespace Scanning.Tests.Code;

public sealed class SarifFindingsTests
{
    [Fact]
    public void CompilersSarif_BecomesFindings_WithoutWhatIsSuppressed()
    {
        var findings = Read(
            """
            { "version": "2.1.0", "runs": [ { "tool": { "driver": { "name": "csc", "rules": [ { "id": "S2077", "helpUri": "https://rules.invalid/S2077", "properties": { "category": "Major Vulnerability" } } ] } },
              "results": [
                { "ruleId": "S2077", "level": "warning", "message": { "text": "Formatted SQL." }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "file:///_/src/Api/Db.cs" }, "region": { "startLine": 7, "startColumn": 3 } } } ] },
                { "ruleId": "CA1000", "level": "note", "message": { "text": "Style." }, "suppressions": [ { "kind": "inSource" } ] } ] } ] }
            """);

        var finding = findings.ShouldHaveSingleItem();
        (finding.Rule, finding.Severity, finding.Place.ToString(), finding.Remedy).ShouldBe(("S2077", Severity.High, "src/Api/Db.cs:7", "See https://rules.invalid/S2077."));
    }

    [Theory]
    [InlineData("\"kind\": \"pass\"", false)]
    [InlineData("\"kind\": \"notApplicable\"", false)]
    [InlineData("\"kind\": \"review\"", true)]
    [InlineData("\"baselineState\": \"absent\"", false)]
    [InlineData("\"baselineState\": \"unchanged\"", true)]
    [InlineData("\"suppressions\": [ { \"kind\": \"external\", \"status\": \"accepted\" } ]", false)]
    [InlineData("\"suppressions\": [ { \"kind\": \"external\", \"status\": \"rejected\" } ]", true)]
    public void Result_CountsWhenItIsStillOpen(string said, bool counts) =>
        Read($$"""{ "runs": [ { "tool": { "driver": {} }, "results": [ { "ruleId": "X", {{said}}, "message": { "text": "It is." } } ] } ] }""").Count.ShouldBe(counts ? 1 : 0);

    [Fact]
    public void WhatAResultLeavesOut_IsTakenFromItsRule()
    {
        var finding = Read(
            """
            { "runs": [ { "tool": { "driver": { "rules": [ { "id": "X", "defaultConfiguration": { "level": "error" }, "messageStrings": { "long": { "text": "From the rule." } } } ] } },
              "results": [ { "rule": { "id": "X" }, "message": { "id": "long" }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "a%20b.cs" }, "region": { "startLine": -4 } } } ] } ] } ] }
            """).ShouldHaveSingleItem();

        (finding.Rule, finding.Severity, finding.Fact, finding.Place.ToString()).ShouldBe(("X", Severity.High, "From the rule.", "a b.cs:1"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{ "runs": [ { "tool": { "driver": {} }, "results": [ { "ruleId": "X", "message": { "text": "x" }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": null } } } ] } ] } ] }""")]
    [InlineData("""{ "runs": [ { "tool": { "driver": {} }, "results": [ { "ruleId": "X", "message": { "text": "x" }, "locations": [ { "physicalLocation": { "artifactLocation": { "uri": "a" }, "region": { "startLine": 1.5 } } } ] } ] } ] }""")]
    [InlineData("{}")]
    [InlineData("""{ "runs": [ { "tool": 5 } ] }""")]
    [InlineData("""{ "runs": [ { "tool": { "driver": {} }, "results": [ { "message": "x" } ] } ] }""")]
    public void WhatIsNoSarif_IsRefused(string text) => Should.Throw<JsonException>(() => Read(text));

    private static IReadOnlyList<Finding> Read(string text) => new SarifFindings("code", "/").Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}

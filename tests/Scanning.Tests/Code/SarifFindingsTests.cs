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
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{ "runs": [ { "tool": 5 } ] }""")]
    [InlineData("""{ "runs": [ { "tool": { "driver": {} }, "results": [ { "message": "x" } ] } ] }""")]
    public void WhatIsNoSarif_IsRefused(string text) => Should.Throw<JsonException>(() => Read(text));

    private static IReadOnlyList<Finding> Read(string text) => new SarifFindings("code", "/").Read(new MemoryStream(Encoding.UTF8.GetBytes(text)));
}

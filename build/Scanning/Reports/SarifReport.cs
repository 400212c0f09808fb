using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Reports;

/// <summary>A scan as SARIF 2.1.0: one run for each scanner, which code scanning and editors read.</summary>
internal static class SarifReport
{
    public static string Write(ScanResult result) => new JsonObject
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray([.. result.Scanners.Select(Run)]),
    }.ToJsonString(DeliveryJson.Options);

    private static JsonObject Run(ScannerResult scanner)
    {
        var rules = scanner.Findings.DistinctBy(finding => finding.Rule).OrderBy(finding => finding.Rule, StringComparer.Ordinal).ToArray();
        var places = rules.Index().ToDictionary(rule => rule.Item.Rule, rule => rule.Index);
        return new()
        {
            ["tool"] = new JsonObject
            {
                ["driver"] = new JsonObject
                {
                    ["name"] = $"Frostline {scanner.Name}",
                    ["semanticVersion"] = typeof(SarifReport).Assembly.GetName().Version!.ToString(3),
                    ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                },
            },
            ["automationDetails"] = new JsonObject { ["id"] = $"frostline/{scanner.Name}" },
            ["invocations"] = new JsonArray(Invocation(scanner)),
            ["originalUriBaseIds"] = new JsonObject { ["SRCROOT"] = new JsonObject { ["description"] = new JsonObject { ["text"] = "The root of the checkout." } } },
            ["columnKind"] = "utf16CodeUnits",
            ["results"] = new JsonArray([.. scanner.Findings.Select(finding => Result(finding, places[finding.Rule]))]),
        };
    }

    private static JsonObject Invocation(ScannerResult scanner)
    {
        var invocation = new JsonObject { ["executionSuccessful"] = scanner.Missing is null };
        if (scanner.Missing is { } missing)
            invocation["toolExecutionNotifications"] = new JsonArray(new JsonObject { ["level"] = "warning", ["message"] = new JsonObject { ["text"] = missing } });
        return invocation;
    }

    private static JsonObject Rule(Finding finding) => new()
    {
        ["id"] = finding.Rule,
        ["shortDescription"] = new JsonObject { ["text"] = finding.Rule.Replace('-', ' ') },
        ["help"] = new JsonObject { ["text"] = finding.Remedy },
        ["properties"] = new JsonObject
        {
            ["security-severity"] = Score(finding.Severity),
            ["tags"] = new JsonArray(["security", .. finding.References.Distinct().Where(reference => reference != "security").Select(reference => (JsonNode)reference)]),
        },
    };

    /// <summary>Numbers that code scanning sorts by.</summary>
    private static string Score(Severity severity) => severity switch
    {
        Severity.Critical => "9.5",
        Severity.High => "8.0",
        Severity.Medium => "5.5",
        Severity.Low => "3.0",
        _ => "0.0",
    };

    private static JsonObject Result(Finding finding, int ruleIndex)
    {
        var result = new JsonObject
        {
            ["ruleId"] = finding.Rule,
            ["ruleIndex"] = ruleIndex,
            ["level"] = finding.Severity switch { >= Severity.High => "error", Severity.Medium => "warning", _ => "note" },
            ["message"] = new JsonObject { ["text"] = $"{finding.Fact} {finding.Remedy}" },
            ["locations"] = new JsonArray(Location(finding.Place)),
            ["partialFingerprints"] = new JsonObject { ["frostline/v1"] = finding.Fingerprint },
        };
        if (finding.Accepted is { } reason)
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "external", ["status"] = "accepted", ["justification"] = reason });
        if (finding.Place.Commit is { } commit)
            result["properties"] = new JsonObject { ["commit"] = commit };
        return result;
    }

    private static JsonObject Location(Place place)
    {
        var artifact = Uri.IsWellFormedUriString(place.Path, UriKind.Absolute)
            ? new JsonObject { ["uri"] = place.Path }
            : new JsonObject { ["uri"] = string.Join('/', place.Path.Split('/').Select(Uri.EscapeDataString)), ["uriBaseId"] = "SRCROOT" };
        return new() { ["physicalLocation"] = new JsonObject { ["artifactLocation"] = artifact, ["region"] = new JsonObject { ["startLine"] = place.Line, ["startColumn"] = place.Column } } };
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Policy;

namespace Frostline.Bicep.Reports;

/// <summary>Findings as SARIF 2.1.0, which code scanning and editors read.</summary>
public static class SarifFile
{
    private static readonly Uri BicepDocumentation = new("https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-core-diagnostics");

    public static string Write(IReadOnlyList<Finding> findings)
    {
        var ids = findings.Select(finding => finding.Rule).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var document = new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "Frostline.Bicep",
                        ["version"] = typeof(SarifFile).Assembly.GetName().Version!.ToString(3),
                        ["informationUri"] = BicepDocumentation.ToString(),
                        ["rules"] = new JsonArray([.. ids.Select(Rule)]),
                    },
                },
                ["originalUriBaseIds"] = new JsonObject { ["SRCROOT"] = new JsonObject { ["description"] = new JsonObject { ["text"] = "The root of the checkout." } } },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = new JsonArray([.. findings.Select(finding => Result(finding, Array.IndexOf(ids, finding.Rule)))]),
            }),
        };
        return ReadableJson.Write(document);
    }

    private static JsonObject Rule(string id)
    {
        var rule = new JsonObject { ["id"] = id };
        if (PolicyRules.All.FirstOrDefault(known => known.Id == id) is { } policy)
        {
            rule["shortDescription"] = new JsonObject { ["text"] = policy.Reason };
            rule["help"] = new JsonObject { ["text"] = policy.Remedy };
            rule["properties"] = new JsonObject { ["severity"] = policy.Severity.ToString().ToLowerInvariant(), ["resourceType"] = policy.ResourceType };
        }

        return rule;
    }

    private static JsonObject Result(Finding finding, int ruleIndex)
    {
        var result = new JsonObject
        {
            ["ruleId"] = finding.Rule,
            ["ruleIndex"] = ruleIndex,
            ["level"] = finding.Level switch { PolicyLevel.Error => "error", PolicyLevel.Warning => "warning", _ => "note" },
            ["message"] = new JsonObject { ["text"] = finding.Message },
            ["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject
                {
                    ["artifactLocation"] = new JsonObject { ["uri"] = Uri.EscapeDataString(finding.Path).Replace("%2F", "/", StringComparison.Ordinal), ["uriBaseId"] = "SRCROOT" },
                    ["region"] = new JsonObject { ["startLine"] = finding.Line, ["startColumn"] = finding.Column },
                },
            }),
        };
        if (finding.Environments.Count > 0)
        {
            result["properties"] = new JsonObject { ["environments"] = new JsonArray([.. finding.Environments.Select(name => (JsonNode)name)]) };
        }

        if (finding.Suppression is { } reason)
        {
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "external", ["status"] = "accepted", ["justification"] = reason });
        }

        return result;
    }
}

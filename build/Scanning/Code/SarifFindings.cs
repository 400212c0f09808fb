using System.Text.Json;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Code;

/// <summary>Findings of other tools, read from their SARIF 2.1.0.</summary>
/// <param name="scanner">The scanner they count for.</param>
/// <param name="root">Their files are named relative to it.</param>
internal sealed class SarifFindings(string scanner, string root)
{
    /// <exception cref="JsonException">It is no SARIF.</exception>
    public IReadOnlyList<Finding> Read(Stream sarif)
    {
        using var document = JsonDocument.Parse(sarif);
        try
        {
            return [.. document.RootElement.GetProperty("runs").EnumerateArray().SelectMany(ReadRun)];
        }
        catch (Exception malformed) when (malformed is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new JsonException($"is no SARIF 2.1.0 ({malformed.Message.TrimEnd('.')})", malformed);
        }
    }

    private IEnumerable<Finding> ReadRun(JsonElement run)
    {
        var rules = Rules(run.GetProperty("tool"));
        foreach (var result in run.TryGetProperty("results", out var results) ? results.EnumerateArray() : default)
        {
            if (IsOpen(result))
                yield return Read(result, RuleOf(result), rules.GetValueOrDefault(RuleOf(result)));
        }
    }

    /// <summary>The tool's own rules and those of its extensions: CodeQL keeps its rules in query packs.</summary>
    private static Dictionary<string, JsonElement> Rules(JsonElement tool)
    {
        var components = tool.TryGetProperty("extensions", out var extensions) ? extensions.EnumerateArray().Prepend(tool.GetProperty("driver")) : [tool.GetProperty("driver")];
        return components.SelectMany(component => component.TryGetProperty("rules", out var rules) ? rules.EnumerateArray().ToArray() : [])
            .GroupBy(rule => rule.GetProperty("id").GetString() ?? "").ToDictionary(same => same.Key, same => same.First());
    }

    private static string RuleOf(JsonElement result) =>
        Text(result, "ruleId") ?? (result.TryGetProperty("rule", out var rule) ? Text(rule, "id") : null) ?? "unnamed";

    /// <summary>Results say too what was checked and is right, what was accepted, and what is gone.</summary>
    private static bool IsOpen(JsonElement result) =>
        Text(result, "kind") is null or "fail" or "open" or "review"
        && Text(result, "baselineState") != "absent"
        && !(result.TryGetProperty("suppressions", out var suppressions) && suppressions.EnumerateArray().Any(suppression => Text(suppression, "status") is null or "accepted"));

    private Finding Read(JsonElement result, string rule, JsonElement definition)
    {
        var message = result.GetProperty("message");
        var text = (message.TryGetProperty("text", out var own) ? own.GetString() : null) ?? MessageOf(definition, Text(message, "id")) ?? rule;
        var level = Text(result, "level") ?? (definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("defaultConfiguration", out var usual) ? Text(usual, "level") : null) ?? "warning";
        return new(scanner, rule, SeverityOf(level, definition), PlaceOf(result), text.ReplaceLineEndings(" "), HelpOf(definition)) { References = TagsOf(definition) };
    }

    private static string? MessageOf(JsonElement definition, string? id) =>
        id is not null && definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("messageStrings", out var texts) && texts.TryGetProperty(id, out var text) ? Text(text, "text") : null;

    /// <summary>Weaknesses that the rule is about: <c>external/cwe/cwe-089</c> is CWE-89.</summary>
    private static string[] TagsOf(JsonElement definition) =>
        definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("properties", out var properties) && properties.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array
            ? [.. tags.EnumerateArray().Select(tag => tag.ToString()).Where(tag => tag.Contains("cwe-", StringComparison.OrdinalIgnoreCase))
                .Select(tag => $"CWE-{tag[(tag.LastIndexOf("cwe-", StringComparison.OrdinalIgnoreCase) + 4)..].Split(':', ' ')[0].TrimStart('0')}").Distinct()]
            : [];

    private static string HelpOf(JsonElement definition) =>
        definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("helpUri", out var help) ? $"See {help.GetString()}." : "See the rule's documentation.";

    /// <summary>By the score that code scanning uses, else by the rule's category, else by its level.</summary>
    private static Severity SeverityOf(string? level, JsonElement definition)
    {
        var properties = definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("properties", out var own) ? own : default;
        if (Text(properties, "security-severity") is { } score && double.TryParse(score, System.Globalization.CultureInfo.InvariantCulture, out var number))
            return number switch { >= 9 => Severity.Critical, >= 7 => Severity.High, >= 4 => Severity.Medium, > 0 => Severity.Low, _ => Severity.Info };
        var category = Text(properties, "category") ?? "";
        if (category.Contains("Vulnerability", StringComparison.Ordinal) || category == "Security")
            return level is "error" or "warning" ? Severity.High : Severity.Medium;
        return level switch { "error" => Severity.High, "warning" => category.Contains("Bug", StringComparison.Ordinal) || category.Contains("Hotspot", StringComparison.Ordinal) ? Severity.Medium : Severity.Low, _ => Severity.Info };
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : null;

    private Place PlaceOf(JsonElement result)
    {
        if (!result.TryGetProperty("locations", out var locations) || locations.GetArrayLength() == 0 || !locations[0].TryGetProperty("physicalLocation", out var physical))
            return new(".");
        var uri = physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        var region = physical.TryGetProperty("region", out var said) ? said : default;
        return new(Relative(uri), Number(region, "startLine"), Number(region, "startColumn"));
    }

    private string Relative(string uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var absolute) || !absolute.IsFile)
            return Uri.UnescapeDataString(uri);
        var path = absolute.LocalPath.StartsWith("/_/", StringComparison.Ordinal) ? absolute.LocalPath[3..] : Path.GetRelativePath(root, absolute.LocalPath);
        return path.Replace('\\', '/');
    }

    private static int Number(JsonElement region, string name) =>
        region.ValueKind == JsonValueKind.Object && region.TryGetProperty(name, out var value) ? Math.Max(1, value.GetInt32()) : 1;
}

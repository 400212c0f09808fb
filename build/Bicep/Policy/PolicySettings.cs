using System.Text.Json;
using System.Text.Json.Serialization;
using Frostline.Bicep.Reports;

namespace Frostline.Bicep.Policy;

/// <summary>What one project asks of the rules: <c>policy.json</c> beside its main file.</summary>
public sealed record PolicySettings
{
    /// <summary>Rules with their own defaults.</summary>
    public static PolicySettings Default { get; } = new();

    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Levels by environment, then by rule; <c>*</c> stands for every environment.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, PolicyLevel>> Levels { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, PolicyLevel>>();

    /// <summary>Findings that are accepted for a time.</summary>
    public IReadOnlyList<PolicySuppression> Suppressions { get; init; } = [];

    /// <summary>Reads a settings file.</summary>
    /// <exception cref="InvalidDataException">It is malformed; the message says where.</exception>
    public static PolicySettings Read(string file)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<PolicySettings>(File.ReadAllText(file), SettingsJson.Options) ?? Default;
            settings.Check(file);
            return settings;
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"{file}({malformed.LineNumber + 1}): {malformed.Message}", malformed);
        }
    }

    internal PolicyLevel LevelOf(PolicyRule rule, string environment) =>
        Given(environment, rule.Id) ?? Given("*", rule.Id) ?? rule.LevelIn(environment);

    private PolicyLevel? Given(string environment, string rule) =>
        Levels.TryGetValue(environment, out var levels) && levels.TryGetValue(rule, out var level) ? level : null;

    private void Check(string file)
    {
        var known = PolicyRules.All.Select(rule => rule.Id).ToHashSet(StringComparer.Ordinal);
        var named = Levels.SelectMany(levels => levels.Value.Keys.Select(id => ($"levels.{levels.Key}.{id}", id)))
            .Concat(Suppressions.Select((suppression, i) => ($"suppressions[{i}].rule", suppression.Rule)));
        if (named.FirstOrDefault(name => !known.Contains(name.Item2)) is { Item2: not null } unknown)
        {
            throw new InvalidDataException($"{file}: {unknown.Item1}: '{unknown.Item2}' is not a rule. Give the id of one, such as ACA001.");
        }

        if (Suppressions.Select((suppression, i) => (suppression, i)).FirstOrDefault(entry => string.IsNullOrWhiteSpace(entry.suppression.Reason)) is { suppression: not null } silent)
        {
            throw new InvalidDataException($"{file}: suppressions[{silent.i}].reason: is empty. Say why the finding is accepted.");
        }
    }
}

/// <summary>A finding that is accepted until a day.</summary>
/// <param name="Rule">The rule that is broken.</param>
/// <param name="Resource">The type of the resource, or the type and the end of its name after a blank; <c>*</c> for every one.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day on which it holds; afterwards the suppression is itself a finding.</param>
/// <param name="Environment">Where; null for everywhere.</param>
public sealed record PolicySuppression(string Rule, string Resource, string Reason, DateOnly Until, string? Environment = null)
{
    internal bool Covers(PolicyRule rule, string type, string name, string environment) =>
        rule.Id == Rule && (Environment is null || Environment == environment) && (Resource == "*" || Matches(type, name));

    private bool Matches(string type, string name)
    {
        var parts = Resource.Split(' ', 2);
        return parts[0].Equals(type, StringComparison.OrdinalIgnoreCase) && (parts.Length == 1 || name.EndsWith(parts[1], StringComparison.OrdinalIgnoreCase));
    }
}

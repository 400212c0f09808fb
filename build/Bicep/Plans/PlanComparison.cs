using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Bicep.Plans;

/// <summary>Compares two plans, property by property.</summary>
public static class PlanComparison
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="before">The accepted plan; null when there is none, so that everything is created.</param>
    /// <param name="after">The plan of now.</param>
    public static IReadOnlyList<PlanChange> Of(Plan? before, Plan after)
    {
        var old = Keyed(before?.Resources ?? []);
        var planned = Keyed(after.Resources);
        return
        [
            .. planned.Where(entry => !old.ContainsKey(entry.Key)).Select(entry => new PlanChange(PlanChangeKind.Created, entry.Value, [])),
            .. planned.Where(entry => old.ContainsKey(entry.Key)).Select(entry => Changed(old[entry.Key], entry.Value)).Where(change => change.Properties.Count > 0),
            .. old.Where(entry => !planned.ContainsKey(entry.Key)).Select(entry => new PlanChange(PlanChangeKind.Deleted, entry.Value, [])),
        ];
    }

    private static Dictionary<string, PlannedResource> Keyed(IEnumerable<PlannedResource> resources) =>
        resources.GroupBy(resource => resource.Key).SelectMany(same => same.Select((resource, i) => ($"{same.Key}|{i}", resource))).ToDictionary(StringComparer.Ordinal);

    private static PlanChange Changed(PlannedResource before, PlannedResource after)
    {
        var changes = new List<PropertyChange>();
        Compare("apiVersion", before.ApiVersion, after.ApiVersion, changes);
        Compare("condition", before.Condition, after.Condition, changes);
        Compare("", before.Body, after.Body, changes);
        return new PlanChange(PlanChangeKind.Changed, after, changes);
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, List<PropertyChange> changes)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return;
        }

        if (Named(before) is { } old && Named(after) is { } planned)
        {
            foreach (var name in old.Keys.Union(planned.Keys, StringComparer.Ordinal))
            {
                Compare(Join(path, name), old.GetValueOrDefault(name), planned.GetValueOrDefault(name), changes);
            }
        }
        else
        {
            changes.Add(new PropertyChange(path, before?.ToJsonString(OneLine), after?.ToJsonString(OneLine)));
        }
    }

    /// <summary>What can be compared part by part: objects by member, arrays by the name of their items or else by position.</summary>
    private static Dictionary<string, JsonNode?>? Named(JsonNode? node) => node switch
    {
        JsonObject value => value.ToDictionary(StringComparer.Ordinal),
        JsonArray array when Names(array) is { } names => array.Zip(names).ToDictionary(pair => $"[{pair.Second}]", pair => pair.First, StringComparer.Ordinal),
        JsonArray array => array.Select((item, i) => KeyValuePair.Create($"[{i}]", item)).ToDictionary(StringComparer.Ordinal),
        _ => null,
    };

    private static string[]? Names(JsonArray array)
    {
        var names = array.OfType<JsonObject>().Select(item => item["name"] ?? item["type"]).OfType<JsonValue>()
            .Where(name => name.GetValueKind() == JsonValueKind.String).Select(name => name.GetValue<string>()).Distinct(StringComparer.Ordinal).ToArray();
        return names.Length == array.Count ? names : null;
    }

    private static string Join(string path, string name) => path.Length == 0 || name.StartsWith('[') ? path + name : $"{path}.{name}";
}

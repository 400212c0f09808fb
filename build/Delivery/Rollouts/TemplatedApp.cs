using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollouts;

/// <summary>An app whose shape an infrastructure template decides: a release changes what it owns in it, and leaves everything else.</summary>
/// <param name="App">The app as it is.</param>
internal sealed record TemplatedApp(ContainerApp App)
{
    private static readonly Dictionary<string, string> Defaults = new()
    {
        ["scheme"] = "HTTP", ["timeoutSeconds"] = "1", ["initialDelaySeconds"] = "0", ["periodSeconds"] = "10", ["failureThreshold"] = "3",
    };

    private JsonObject? Configuration => App.Raw["properties"]?["configuration"] as JsonObject;

    private JsonObject? Template => App.Raw["properties"]?["template"] as JsonObject;

    /// <summary>The change laid over the app: image, suffix, variables, secrets, probes and number of replicas are the release's; scale
    /// rules, other variables, resources, volumes, identities and registries the template's.</summary>
    public JsonObject Apply(JsonObject change)
    {
        var (configuration, template) = ((JsonObject)change["properties"]!["configuration"]!, (JsonObject)change["properties"]!["template"]!);
        configuration.Remove("maxInactiveRevisions");
        configuration["registries"] = Registries((JsonArray)configuration["registries"]!);
        change["properties"]!["template"] = Merged(template);
        return change;
    }

    private JsonObject Merged(JsonObject asked)
    {
        if (Template?.DeepClone() is not JsonObject merged || merged["containers"] is not JsonArray { Count: > 0 } containers)
            return asked;
        var container = (JsonObject)asked["containers"]![0]!;
        var own = containers.OfType<JsonObject>().FirstOrDefault(known => known.Text("name") == container.Text("name")) ?? (JsonObject)containers[0]!;
        own["image"] = container["image"]?.DeepClone();
        own["env"] = Variables(own["env"] as JsonArray, (JsonArray)container["env"]!);
        own["probes"] = Probes(own.Objects("probes").ToList(), container.Objects("probes"));
        merged["revisionSuffix"] = asked["revisionSuffix"]?.DeepClone();
        merged["scale"] = Over(merged["scale"] as JsonObject, (JsonObject)asked["scale"]!);
        return merged;
    }

    /// <summary>A registry that this machine signs in to by password is added; who is named already keeps its identity.</summary>
    private JsonArray Registries(JsonArray asked)
    {
        var kept = Configuration.Objects("registries").ToList();
        var added = asked.OfType<JsonObject>().Where(registry => registry.Text("passwordSecretRef") is not null || kept.Count == 0).ToList();
        return Union(kept.ExceptBy(added.Select(registry => registry.Text("server")), registry => registry.Text("server")), added);
    }

    private static JsonArray Variables(JsonArray? known, JsonArray asked)
    {
        var own = asked.OfType<JsonObject>().ToDictionary(variable => variable.Text("name") ?? "");
        var kept = (known ?? []).OfType<JsonObject>().Where(variable => variable.Text("name") != ReleaseTags.OriginVariable).ToList();
        return Union(
            kept.Select(variable => own.GetValueOrDefault(variable.Text("name") ?? "", variable)),
            own.Values.ExceptBy(kept.Select(variable => variable.Text("name")), variable => variable.Text("name")));
    }

    /// <summary>What says no more than the platform's default is left out, so that a plan shows nothing where nothing changes.</summary>
    private static JsonArray Probes(List<JsonObject> known, IEnumerable<JsonObject> asked)
    {
        var merged = known.ToDictionary(probe => probe.Text("type") ?? "", probe => (JsonObject)probe.DeepClone());
        foreach (var probe in asked)
            merged[probe.Text("type") ?? ""] = Over(merged.GetValueOrDefault(probe.Text("type") ?? ""), probe);
        return new JsonArray([.. merged.Values]);
    }

    private static JsonObject Over(JsonObject? known, JsonObject asked)
    {
        var merged = known?.DeepClone() as JsonObject ?? [];
        foreach (var (name, value) in asked)
        {
            if (value is JsonObject inner)
                merged[name] = Over(merged[name] as JsonObject, inner);
            else if (merged.ContainsKey(name) || !IsDefault(name, value))
                merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private static bool IsDefault(string name, JsonNode? value) => Defaults.TryGetValue(name, out var standard) && value?.ToString() == standard;

    private static JsonArray Union(IEnumerable<JsonObject> first, IEnumerable<JsonObject> second) => new([.. first.Concat(second).Select(item => item.DeepClone())]);
}

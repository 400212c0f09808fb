using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollouts;

/// <summary>An app whose shape an infrastructure template decides: a release changes what it owns in it, and leaves everything else.</summary>
/// <param name="App">The app as it is.</param>
internal sealed record TemplatedApp(ContainerApp App)
{
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
        if (container["probes"] is JsonArray { Count: > 0 } probes)
            own["probes"] = probes.DeepClone();
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
        var names = asked.OfType<JsonObject>().Select(variable => variable.Text("name")).Append(ReleaseTags.OriginVariable).ToHashSet();
        return Union((known ?? []).OfType<JsonObject>().Where(variable => !names.Contains(variable.Text("name"))), asked.OfType<JsonObject>());
    }

    private static JsonObject Over(JsonObject? known, JsonObject asked)
    {
        var merged = known?.DeepClone() as JsonObject ?? [];
        foreach (var (name, value) in asked)
            merged[name] = value?.DeepClone();
        return merged;
    }

    private static JsonArray Union(IEnumerable<JsonObject> first, IEnumerable<JsonObject> second) => new([.. first.Concat(second).Select(item => item.DeepClone())]);
}

using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Management;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>What there would be: the resources LocalAzure has, and over them those a plan has come to.</summary>
internal sealed class PredictedWorld(IResourceWorld world, StateStore store, DateTimeOffset now) : IResourceWorld
{
    private readonly Dictionary<string, JsonObject> predicted = new(StringComparer.OrdinalIgnoreCase);

    public JsonObject? Find(string id) => predicted.GetValueOrDefault(id) ?? world.Find(id);

    public JsonNode List(string function, string id) => world.List(function, id);

    public void Add(ResourceWrite write)
    {
        var view = Predict(write);
        predicted[write.Id] = world.Find(write.Id) is { } existing ? CollectionFunctions.Merge(existing, view) : view;
    }

    public void AddOutputs(string id, string name, JsonObject outputs) => predicted[id] = new JsonObject
    {
        ["id"] = id,
        ["name"] = name,
        ["type"] = ResourceTypes.Deployments,
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", ["outputs"] = outputs },
    };

    private JsonObject Predict(ResourceWrite write)
    {
        var body = JsonSerializer.SerializeToElement(write.Body, Values.Compact);
        if (write.Type.Is(ResourceId.ManagedEnvironments))
            return (JsonObject)ManagedEnvironmentEndpoints.View(new ManagedEnvironment(ResourceIds.Read(write.Id, ResourceId.ManagedEnvironments), body, now));

        if (write.Type.Is(ResourceId.FlexibleServers))
            return DatabaseEndpoints.View(new DatabaseServer(ResourceIds.Read(write.Id, ResourceId.FlexibleServers), body, []));

        var view = new InertResource(write.Id, write.Type, write.ApiVersion, write.Body.ToJsonString(Values.Compact), null, now, now).View();
        if (write.Type.Is(ResourceId.ContainerApps))
            AddHostName(view, write);

        return view;
    }

    private void AddHostName(JsonObject view, ResourceWrite write)
    {
        if (Values.At(view, "properties", "configuration", "ingress") is not JsonObject ingress || !Values.IsText(Values.At(view, "properties", "environmentId"), out var environment))
            return;

        var domain = store.Current.Environments.TryGetValue(environment.ToLowerInvariant(), out var existing) ? existing.DefaultDomain : $"{environment.Split('/')[^1].ToLowerInvariant()}.localhost";
        var inside = Values.TryFlag(ingress["external"], out var external) && external ? "" : "internal.";
        ingress["fqdn"] = $"{write.Id.Split('/')[^1]}.{inside}{domain}";
    }
}

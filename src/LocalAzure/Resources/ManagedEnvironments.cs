using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.State;

namespace LocalAzure.Resources;

/// <summary>Managed environments: here no more than a name under which apps are found.</summary>
internal sealed class ManagedEnvironments(StateStore store, Operations operations, TimeProvider time)
{
    private static readonly string[] ReadOnlyProperties = ["provisioningState", "deploymentErrors", "defaultDomain", "staticIp", "eventStreamEndpoint"];

    public IEnumerable<ManagedEnvironment> All() => store.Current.Environments.Values.OrderBy(environment => environment.Id.Key, StringComparer.Ordinal);

    public IEnumerable<ManagedEnvironment> In(string subscription, string group)
    {
        var key = ResourceId.GroupPath(subscription, group).ToLowerInvariant();
        if (!store.Current.Groups.ContainsKey(key))
            throw ArmException.GroupNotFound(group);

        return All().Where(environment => environment.Id.GroupKey == key);
    }

    public ManagedEnvironment Find(ResourceId id) => store.Current.Environments.GetValueOrDefault(id.Key) ?? throw ArmException.NotFound(id);

    /// <summary>Without an operation when nothing changes.</summary>
    public async Task<(ManagedEnvironment Environment, Operation? Operation)> WriteAsync(
        ResourceId id, JsonElement body, bool merge, CancellationToken cancellationToken)
    {
        NameRules.CheckEnvironment(id.Name);
        ManagedEnvironment? written = null;
        Operation? operation = null;
        await store.ChangeAsync(
            state =>
            {
                if (!state.Groups.ContainsKey(id.GroupKey))
                    throw ArmException.GroupNotFound(id.ResourceGroup);

                if (state.IsBeingDeleted(id.GroupKey))
                    throw ArmException.GroupBeingDeleted(id.ResourceGroup);

                var existing = state.Environments.GetValueOrDefault(id.Key);
                RefuseTakenDomain(state, id);
                var document = Clean(merge ? JsonMerge.Apply((existing ?? throw ArmException.NotFound(id)).Document, body) : body);
                written = (existing ?? new ManagedEnvironment(id, document, time.GetUtcNow())) with { Document = document };
                if (existing is not null && JsonElement.DeepEquals(existing.Document, document))
                    return state;

                operation = Begin(written, OperationKind.WriteEnvironment);
                return (state with { Environments = state.Environments.SetItem(id.Key, written) }).With(operation);
            },
            cancellationToken);
        if (operation is not null)
            operations.CarryOut(operation);

        return (written!, operation);
    }

    /// <summary>Null when there is no such environment.</summary>
    public async Task<Operation?> DeleteAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (store.Current.Environments.GetValueOrDefault(id.Key) is not { } environment)
            return null;

        var operation = Begin(environment, OperationKind.DeleteEnvironment);
        await store.ChangeAsync(
            state => state.Apps.Values.FirstOrDefault(app => HostNames.Environment(state, app).Id.Key == id.Key) is { } app
                ? throw ArmException.Conflict("ManagedEnvironmentHasContainerApps", $"Environment '{environment.Id.Name}' cannot be deleted: container app '{app.Id.Name}' is in it. Delete it first.")
                : state.With(operation),
            cancellationToken);
        operations.CarryOut(operation);
        return operation;
    }

    /// <summary>Host names come from the environment's name alone, so two groups cannot have one of the same name on one machine.</summary>
    private static void RefuseTakenDomain(LocalAzureState state, ResourceId id)
    {
        if (state.Environments.Values.FirstOrDefault(other => other.Id.Key != id.Key && string.Equals(other.Id.Name, id.Name, StringComparison.OrdinalIgnoreCase)) is { } taken)
        {
            throw ArmException.Conflict(
                "ManagedEnvironmentNameNotAvailable", $"Managed environment '{id.Name}' already exists in resource group '{taken.Id.ResourceGroup}', and its host names with it. Choose another name.");
        }
    }

    private static JsonElement Clean(JsonElement body)
    {
        var document = (JsonObject)JsonMerge.ToNode(JsonMerge.WithoutNulls(body))!;
        if (document["location"] is not JsonValue location || location.GetValueKind() != JsonValueKind.String)
            throw ArmException.BadRequest("LocationRequired", "The location property is required for this definition.", "location");

        foreach (var name in new[] { "id", "name", "type", "systemData" })
            document.Remove(name);
        foreach (var name in ReadOnlyProperties)
            (document["properties"] as JsonObject)?.Remove(name);

        return JsonSerializer.SerializeToElement(document);
    }

    private Operation Begin(ManagedEnvironment environment, OperationKind kind) => new()
    {
        Id = Guid.NewGuid().ToString(),
        Kind = kind,
        Subscription = environment.Id.Subscription,
        Location = environment.Document.GetProperty("location").GetString()!,
        Target = environment.Id.Path,
        Started = time.GetUtcNow(),
    };
}

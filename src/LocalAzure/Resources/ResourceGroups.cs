using System.Text.Json;
using LocalAzure.State;

namespace LocalAzure.Resources;

internal sealed class ResourceGroups(StateStore store, Operations operations, TimeProvider time)
{
    public async Task<(ResourceGroup Group, bool Created)> WriteAsync(string subscription, string name, JsonElement content, CancellationToken cancellationToken)
    {
        var body = new JsonField(content, "");
        var key = ResourceId.GroupPath(subscription, name).ToLowerInvariant();
        var location = body["location"].Text() ?? throw ArmException.BadRequest("LocationRequired", "The location property is required for this definition.", "location");
        ResourceGroup? made = null;
        var created = false;
        await store.ChangeAsync(
            state =>
            {
                var existing = state.Groups.GetValueOrDefault(key);
                if (existing is not null && !string.Equals(existing.Location, location, StringComparison.OrdinalIgnoreCase))
                    throw ArmException.Conflict("InvalidResourceGroupLocation", $"Invalid resource group location '{location}'. The Resource group already exists in location '{existing.Location}'.");

                created = existing is null;
                made = new ResourceGroup(existing?.Subscription ?? subscription, existing?.Name ?? name, location, body["tags"].Value);
                return state with { Groups = state.Groups.SetItem(key, made) };
            },
            cancellationToken);
        return (made!, created);
    }

    /// <summary>Begins to delete a group with everything in it: its apps are ended first.</summary>
    public async Task<Operation> DeleteAsync(ResourceGroup group, CancellationToken cancellationToken)
    {
        var key = group.Path.ToLowerInvariant();
        var operation = new Operation
        {
            Id = Guid.NewGuid().ToString(),
            Kind = OperationKind.DeleteGroup,
            Subscription = group.Subscription,
            Location = group.Location,
            Target = group.Path,
            Started = time.GetUtcNow(),
        };
        await store.ChangeAsync(
            state =>
            {
                if (state.Apps.Values.FirstOrDefault(app => app.Id.GroupKey != key && HostNames.Environment(state, app).Id.GroupKey == key) is { } guest)
                {
                    throw ArmException.Conflict(
                        "ManagedEnvironmentHasContainerApps",
                        $"Resource group '{group.Name}' cannot be deleted: container app '{guest.Id.Name}' of resource group '{guest.Id.ResourceGroup}' is in one of its environments. Delete it first.");
                }

                foreach (var app in state.Apps.Values.Where(app => app.Id.GroupKey == key))
                {
                    if (app.ActiveOperation is { } busy)
                        throw AppWriteRules.Busy(app.Id.Name, busy);

                    state = state.With(app with
                    {
                        Applied = null,
                        ProvisioningState = "Deleting",
                        ActiveOperation = operation.Id,
                        Revisions = [.. app.Revisions.Select(revision => revision with { Active = false })],
                    });
                }

                return state.With(operation);
            },
            cancellationToken);
        operations.CarryOut(operation);
        return operation;
    }
}

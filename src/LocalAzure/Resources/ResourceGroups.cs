using LocalAzure.State;

namespace LocalAzure.Resources;

internal sealed class ResourceGroups(StateStore store, Operations operations, TimeProvider time)
{
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

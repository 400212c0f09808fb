using LocalAzure.Faults;
using LocalAzure.Registry;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Resources;

/// <summary>What can be done with container apps and their revisions.</summary>
internal sealed class ContainerApps(StateStore store, Operations operations, IRevisions revisions, IImageStore images, FaultBook faults, TimeProvider time)
{
    public ContainerApp Find(ResourceId id) => store.Current.Apps.GetValueOrDefault(id.Key) ?? throw ArmException.NotFound(id);

    /// <exception cref="ArmException">Refused: the state is as it was.</exception>
    public async Task<AcceptedWrite> WriteAsync(AppWrite write, CancellationToken cancellationToken)
    {
        var foreseen = AppWriteRules.Decide(store.Current, write, time.GetUtcNow(), FreePort(store.Current));
        await CheckImagesAsync(foreseen, cancellationToken);
        if (foreseen.Operation is { Revision: not null } && faults.Find(write.Id) is { Profile.Template: { } fault } profile && profile.TryTake(fault))
            write = write with { Failure = fault.Message };

        AcceptedWrite? accepted = null;
        await store.ChangeAsync(state => (accepted = AppWriteRules.Decide(state, write, time.GetUtcNow(), FreePort(state))).State, cancellationToken);
        return CarryOut(accepted!);
    }

    /// <summary>Null when there is no such app.</summary>
    public async Task<Operation?> DeleteAsync(ResourceId id, CancellationToken cancellationToken)
    {
        if (!store.Current.Apps.ContainsKey(id.Key))
            return null;

        return await BeginAsync(
            id,
            OperationKind.DeleteApp,
            app => app with { ProvisioningState = "Deleting", Applied = null, Revisions = [.. app.Revisions.Select(revision => revision with { Active = false })] },
            cancellationToken);
    }

    public Task<Operation> StartAsync(ResourceId id, CancellationToken cancellationToken) => BeginAsync(
        id, OperationKind.StartApp, app => app with { Stopped = false, ProvisioningState = "InProgress" }, cancellationToken);

    public Task<Operation> StopAsync(ResourceId id, CancellationToken cancellationToken) => BeginAsync(
        id, OperationKind.StopApp, app => app with { Stopped = true, ProvisioningState = "InProgress" }, cancellationToken);

    public Revision FindRevision(ResourceId id, string name) => FindRevision(Find(id), name);

    public async Task SetActiveAsync(ResourceId id, string revision, bool active, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await store.ChangeAsync(
            state =>
            {
                var app = state.Apps.GetValueOrDefault(id.Key) ?? throw ArmException.NotFound(id);
                if (app.ActiveOperation is { } busy)
                    throw AppWriteRules.Busy(app.Id.Name, busy);

                var found = FindRevision(app, revision);
                if (found.Active == active && !(active && found.Error is not null))
                    return state;

                var changed = found with { Active = active, LastActive = active ? found.LastActive : now, Error = active ? null : found.Error };
                return state.With(app.With(changed)).Tell(now, found.Name, active ? "activated" : "deactivated");
            },
            cancellationToken);
    }

    /// <summary>Replaces the revision's replicas; the new ones have the secrets as they are now. One that could not be started is tried again.</summary>
    public async Task RestartAsync(ResourceId id, string revision, CancellationToken cancellationToken)
    {
        var app = Find(id);
        var found = FindRevision(app, revision);
        if (found is { Active: true, Error: not null })
        {
            await SetActiveAsync(id, revision, active: true, cancellationToken);
            return;
        }

        try
        {
            await revisions.RestartAsync(RevisionSpecs.Build(store.Current, app, found), cancellationToken);
        }
        catch (RevisionRestartException e)
        {
            throw ArmException.BadRequest("ContainerAppOperationError", e.Message);
        }
    }

    private static int FreePort(LocalAzureState state) => PortBook.FindFree([.. state.Apps.Values.Select(app => app.PlainPort).OfType<int>()]);

    private static Revision FindRevision(ContainerApp app, string name) => app.FindRevision(name) ?? throw new ArmException(
        404, "RevisionNotFound", $"Revision '{name}' of container app '{app.Id.Name}' was not found.");

    private async Task CheckImagesAsync(AcceptedWrite write, CancellationToken cancellationToken)
    {
        if (write.Operation is not { Revision: not null })
            return;

        foreach (var container in AskedApp.Read(write.App.Document).Template.Containers)
        {
            if (!await images.ExistsAsync(container.Image!, cancellationToken))
            {
                throw TemplateRules.Invalid(
                    $"template.containers.{container.Name}.image", $"\"{container.Image}\": MANIFEST_UNKNOWN: manifest unknown; push the image to this registry first");
            }
        }
    }

    private async Task<Operation> BeginAsync(ResourceId id, OperationKind kind, Func<ContainerApp, ContainerApp> change, CancellationToken cancellationToken)
    {
        var app = Find(id);
        var operation = new Operation
        {
            Id = Guid.NewGuid().ToString(),
            Kind = kind,
            Subscription = app.Id.Subscription,
            Location = AskedApp.Read(app.Document).Location ?? "",
            Target = app.Id.Path,
            Started = time.GetUtcNow(),
        };
        await store.ChangeAsync(
            state =>
            {
                var current = state.Apps.GetValueOrDefault(id.Key) ?? throw ArmException.NotFound(id);
                return current.ActiveOperation is { } busy
                    ? throw AppWriteRules.Busy(current.Id.Name, busy)
                    : state.With(change(current) with { ActiveOperation = operation.Id }).With(operation);
            },
            cancellationToken);
        operations.CarryOut(operation);
        return operation;
    }

    private AcceptedWrite CarryOut(AcceptedWrite write)
    {
        if (write.Operation is { } operation)
            operations.CarryOut(operation);

        return write;
    }
}

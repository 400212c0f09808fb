using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>Sends a resource of a deployment the way its own endpoint would, and waits for the end of the operation.</summary>
internal sealed class ResourceWriter(StateStore store, ContainerApps apps, ManagedEnvironments environments, FlexibleServers servers, ResourceGroups groups, TimeProvider time)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <exception cref="ArmException">Refused.</exception>
    /// <exception cref="DeploymentException">Its operation failed.</exception>
    public async Task<WriteResult> WriteAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToElement(write.Body);
        if (write.Type.Is(ResourceTypes.ResourceGroups))
        {
            var group = ResourceIds.Group(write.Id);
            return Result((await groups.WriteAsync(group.Subscription, group.ResourceGroup!, body, cancellationToken)).Created);
        }

        if (!ResourceTypes.IsReal(write.Type))
            return await KeepAsync(write, cancellationToken);

        var id = ResourceIds.Read(write.Id, Canonical(write.Type));
        if (write.Type.Is(ResourceId.ManagedEnvironments))
            return await FinishAsync(write, (await environments.WriteAsync(id, body, merge: false, cancellationToken)).Operation, cancellationToken);

        if (write.Type.Is(ResourceId.ContainerApps))
        {
            body = JsonSerializer.SerializeToElement(VaultReferences.Resolve(write.Body, store.Current));
            return await FinishAsync(write, (await apps.WriteAsync(new AppWrite(id, body, Merge: false), cancellationToken)).Operation, cancellationToken);
        }

        return write.Type.Is(ResourceTypes.Databases)
            ? Result((await servers.CreateDatabaseAsync(id, ResourceIds.Split(write.Id, "/databases/").After, cancellationToken)).Created)
            : Result((await servers.WriteAsync(id, body, cancellationToken)).Created);
    }

    private static WriteResult Result(bool created) => new(created ? "Created" : "OK");

    private static string Canonical(string type) =>
        new[] { ResourceId.ContainerApps, ResourceId.ManagedEnvironments }.FirstOrDefault(type.Is) ?? ResourceId.FlexibleServers;

    private async Task<WriteResult> FinishAsync(ResourceWrite write, Operation? operation, CancellationToken cancellationToken)
    {
        if (operation is null)
            return new WriteResult("OK", "Nothing changed.");

        var end = time.GetUtcNow() + Deadline;
        while (store.Current.Operations.GetValueOrDefault(operation.Id) is { Status: OperationStatus.InProgress })
        {
            if (time.GetUtcNow() > end)
                throw Failed(write, new DeploymentError("OperationTimedOut", $"The operation did not end within {Deadline.TotalMinutes:0} minutes."));

            await Task.Delay(Pause, time, cancellationToken);
        }

        return store.Current.Operations.GetValueOrDefault(operation.Id) is { Status: OperationStatus.Failed, Error: { } error }
            ? throw Failed(write, new DeploymentError(error.Code, error.Message))
            : new WriteResult("Created");
    }

    private static DeploymentException Failed(ResourceWrite write, DeploymentError why) => new(DeploymentError.WriteFailed(write.Id, why), 409);

    private async Task<WriteResult> KeepAsync(ResourceWrite write, CancellationToken cancellationToken)
    {
        var secret = write.Type.Is(VaultReferences.SecretType) && Values.IsText(Values.At(write.Body, "properties", "value"), out var value) ? value : null;
        var body = (JsonObject)SecretMask.Remove(write.Body, write.Secrets)!;
        if (write.Type.Is(VaultReferences.SecretType))
            (body["properties"] as JsonObject)?.Remove("value");

        var document = JsonMerge.WithoutNulls(JsonSerializer.SerializeToElement(body)).GetRawText();
        var created = false;
        await store.ChangeAsync(
            state =>
            {
                RefuseMissingGroup(state, write.Id);
                var key = write.Id.ToLowerInvariant();
                var existing = state.Inert.GetValueOrDefault(key);
                created = existing is null;
                if (existing is not null && existing.Document == document && existing.Secret == secret && existing.ApiVersion == write.ApiVersion)
                    return state;

                var now = time.GetUtcNow();
                return state with { Inert = state.Inert.SetItem(key, new InertResource(existing?.Id ?? write.Id, write.Type, write.ApiVersion, document, secret, existing?.Created ?? now, now)) };
            },
            cancellationToken);
        return new WriteResult(created ? "Created" : "OK", $"Kept, not run: LocalAzure has no resources of type '{write.Type}'. It stores this one and answers GET.");
    }

    private static void RefuseMissingGroup(LocalAzureState state, string id)
    {
        if (!id.Contains("/resourceGroups/", StringComparison.OrdinalIgnoreCase))
            return;

        var group = ResourceIds.Group(id);
        if (!state.Groups.ContainsKey(group.Path.ToLowerInvariant()))
            throw ArmException.GroupNotFound(group.ResourceGroup!);

        if (state.IsBeingDeleted(group.Path))
            throw ArmException.GroupBeingDeleted(group.ResourceGroup!);
    }
}

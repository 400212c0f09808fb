namespace LocalAzure.Resources;

/// <summary>What the end of an operation leaves behind. Pure.</summary>
internal static class OperationResults
{
    public static LocalAzureState Apply(LocalAzureState state, Operation operation, OperationError? error, DateTimeOffset now)
    {
        var key = operation.Target.ToLowerInvariant();
        if (error is not null)
            return state.Apps.GetValueOrDefault(key) is { } failed ? Fail(state, failed, error, now) : state;

        switch (operation.Kind)
        {
            case OperationKind.ApplyApp when state.Apps.GetValueOrDefault(key) is { } app:
                return state.With(app with { Applied = app.Document, ProvisioningState = "Succeeded", DeploymentError = null, ActiveOperation = null });
            case OperationKind.StartApp or OperationKind.StopApp when state.Apps.GetValueOrDefault(key) is { } app:
                return state.With(app with { ProvisioningState = "Succeeded", ActiveOperation = null });
            case OperationKind.DeleteApp when state.Apps.GetValueOrDefault(key) is { } app:
                return (state with { Apps = state.Apps.Remove(key) }).Tell(now, app.Id.Name, "deleted");
            case OperationKind.DeleteEnvironment:
                return state with { Environments = state.Environments.Remove(key) };
            case OperationKind.DeleteGroup:
                return state with
                {
                    Groups = state.Groups.Remove(key),
                    Apps = state.Apps.RemoveRange(state.Apps.Values.Where(app => app.Id.GroupKey == key).Select(app => app.Id.Key)),
                    Environments = state.Environments.RemoveRange(state.Environments.Values.Where(environment => environment.Id.GroupKey == key).Select(environment => environment.Id.Key)),
                    DatabaseServers = state.DatabaseServers.RemoveRange(state.DatabaseServers.Values.Where(server => server.Id.GroupKey == key).Select(server => server.Id.Key)),
                    Deployments = state.Deployments.RemoveRange(state.Deployments.Keys.Where(other => other.StartsWith($"{key}/", StringComparison.Ordinal))),
                    Inert = state.Inert.RemoveRange(state.Inert.Keys.Where(other => other.StartsWith($"{key}/", StringComparison.Ordinal))),
                };
            default:
                return state;
        }
    }

    private static LocalAzureState Fail(LocalAzureState state, ContainerApp app, OperationError error, DateTimeOffset now) =>
        state.With(app with { ProvisioningState = "Failed", DeploymentError = error, ActiveOperation = null }).Tell(now, app.Id.Name, error.Message);
}

using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>What the state says of one deployment while it is carried out: how far it is, its operations, and how it ended.</summary>
internal sealed class DeploymentRecord(StateStore store, string key, TimeProvider time)
{
    public string Key => key;

    public Deployment? Current => store.Current.Deployments.GetValueOrDefault(key);

    public Task BeginAsync(TemplateFrame frame)
    {
        var wanted = frame.Planned.Where(planned => planned is { Deployed: true, Existing: false }).ToList();
        return ChangeAsync(deployment => deployment with
        {
            ProvisioningState = "Running",
            ShownParameters = frame.ShownParameters().ToJsonString(Values.Compact),
            Operations = [],
            OutputResources = [],
            Types = [.. wanted.Select(planned => planned.Type).Distinct(StringComparer.OrdinalIgnoreCase)],
            Dependencies = [.. wanted.Where(planned => planned.DependsOn.Count > 0).Select(planned => new DeploymentDependency(Resource(planned), [.. planned.DependsOn.Select(Resource)]))],
        });
    }

    public async Task<DeploymentOperation> BeginAsync(PlannedResource planned)
    {
        var operation = new DeploymentOperation
        {
            Id = OperationId(planned.Id),
            Kind = "Create",
            TargetId = planned.Id,
            TargetType = planned.Type,
            TargetName = planned.Name,
            Started = time.GetUtcNow(),
        };
        await ChangeAsync(deployment => deployment.With(operation));
        return operation;
    }

    /// <summary>Evaluating the outputs; told once it ended.</summary>
    public DeploymentOperation Outputs() => new() { Id = OperationId("outputs"), Kind = "EvaluateDeploymentOutput", Started = time.GetUtcNow() };

    public Task SucceededAsync(DeploymentOperation operation, WriteResult result) => ChangeAsync(deployment =>
    {
        var after = deployment.With(operation with { ProvisioningState = "Succeeded", StatusCode = result.StatusCode, Status = result.Status, Ended = time.GetUtcNow() });
        return operation.TargetId is { } made ? after with { OutputResources = after.OutputResources.Add(made) } : after;
    });

    public Task CanceledAsync(DeploymentOperation operation) =>
        ChangeAsync(deployment => deployment.With(operation with { ProvisioningState = "Canceled", Ended = time.GetUtcNow() }));

    public Task FailedAsync(DeploymentOperation operation, HttpStatusCode status, DeploymentError error) => ChangeAsync(deployment => deployment.With(operation with
    {
        ProvisioningState = "Failed",
        StatusCode = status.ToString(),
        Error = error.ToJson().ToJsonString(Values.Compact),
        Ended = time.GetUtcNow(),
    }));

    /// <summary>How the deployment ended. Its parameters, which may be secret, are dropped.</summary>
    public Task EndAsync(string provisioningState, DeploymentError? error, JsonObject? outputs) => ChangeAsync(deployment => deployment with
    {
        ProvisioningState = provisioningState,
        Ended = time.GetUtcNow(),
        Error = error?.ToJson().ToJsonString(Values.Compact),
        Outputs = outputs?.ToJsonString(Values.Compact),
        Parameters = "{}",
    });

    private Task<LocalAzureState> ChangeAsync(Func<Deployment, Deployment> change) => store.ChangeAsync(
        state => state.Deployments.GetValueOrDefault(key) is { } deployment ? state.With(change(deployment)) : state, CancellationToken.None);

    private static DeployedResource Resource(PlannedResource planned) => new(planned.Id, planned.Type, planned.Name);

    private string OperationId(string what) =>
        Fingerprints.Hash(Encoding.UTF8.GetBytes($"{key}|{what.ToLowerInvariant()}")).ToString("X16", CultureInfo.InvariantCulture);
}

using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>What can be done with deployments. Accepted ones are carried out beside the request; those that a crash cut off are begun again at the next start.</summary>
internal sealed class ResourceDeployments(StateStore store, DeploymentRun run, DeployedWorld world, TimeProvider time, ILogger<ResourceDeployments> logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> cancellations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> underWay = new(StringComparer.Ordinal);

    public Deployment Find(DeploymentScope scope, string name)
    {
        RefuseMissing(scope);
        return store.Current.Deployments.GetValueOrDefault(scope.PathOf(ResourceTypes.Deployments, name).ToLowerInvariant())
            ?? throw DeploymentException.Refused(404, "DeploymentNotFound", $"Deployment '{name}' could not be found.");
    }

    /// <summary>What the deployment would do.</summary>
    /// <exception cref="DeploymentException">InvalidTemplate, or InvalidTemplateDeployment with what the providers refuse.</exception>
    public DeploymentPlan Plan(DeploymentRequest request, string correlation)
    {
        RefuseMissing(request.Scope);
        var plan = DeploymentPlan.Make(request, world, store, time.GetUtcNow());
        return plan.Errors.Count == 0 ? plan : throw new DeploymentException(new DeploymentError(
            "InvalidTemplateDeployment", $"The template deployment '{request.Name}' is not valid according to the validation procedure. The tracking id is '{correlation}'. See inner errors for details.")
        {
            Details = plan.Errors,
        });
    }

    /// <summary>Accepts the deployment and begins it.</summary>
    public async Task<(Deployment Deployment, bool Created)> PutAsync(DeploymentRequest request, string correlation, CancellationToken cancellationToken)
    {
        var plan = Plan(request, correlation);
        var created = false;
        var deployment = Accept(request, plan.Frame, correlation);
        // Whoever sees it can cancel it.
        var cancellation = MakeCancellation(deployment);
        try
        {
            await store.ChangeAsync(
                state =>
                {
                    var existing = state.Deployments.GetValueOrDefault(deployment.Key);
                    if (existing is { IsActive: true })
                        throw Active(existing, "edit or replace");

                    created = existing is null;
                    return state.With(deployment);
                },
                cancellationToken);
        }
        catch
        {
            Forget(deployment);
            throw;
        }

        CarryOut(deployment, cancellation);
        return (deployment, created);
    }

    public async Task CancelAsync(DeploymentScope scope, string name, CancellationToken cancellationToken)
    {
        var deployment = Find(scope, name);
        if (!deployment.IsActive)
        {
            throw DeploymentException.Refused(
                409, "DeploymentCannotBeCancelled", $"The deployment '{name}' cannot be canceled because it's in terminal state '{deployment.ProvisioningState}'.");
        }

        try
        {
            if (cancellations.TryGetValue(deployment.StatusId, out var cancellation))
                await cancellation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It came to its end a moment ago.
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Forgets the deployment, not what it made. False when there was none.</summary>
    public async Task<bool> DeleteAsync(DeploymentScope scope, string name, CancellationToken cancellationToken)
    {
        RefuseMissing(scope);
        var found = false;
        await store.ChangeAsync(
            state =>
            {
                if (!(found = state.Deployments.TryGetValue(scope.PathOf(ResourceTypes.Deployments, name).ToLowerInvariant(), out var deployment)))
                    return state;

                return deployment!.IsActive ? throw Active(deployment, "delete") : state with { Deployments = state.Deployments.Remove(deployment.Key) };
            },
            cancellationToken);
        return found;
    }

    /// <summary>Takes up what was under way when the program ended, as soon as the operations that were under way have ended: they hold their resources.</summary>
    public void Resume()
    {
        var state = store.Current;
        List<string> begun = [.. state.Operations.Values.Where(operation => operation.Status == OperationStatus.InProgress).Select(operation => operation.Id)];
        foreach (var deployment in state.Deployments.Values.Where(deployment => deployment is { IsActive: true, Nested: false }))
            CarryOut(deployment, MakeCancellation(deployment), begun);
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private static DeploymentException Active(Deployment deployment, string verb) => DeploymentException.Refused(
        409,
        "DeploymentActive",
        $"Unable to {verb} deployment '{deployment.Name}': previous deployment from '{deployment.Started:O}' is still active. Wait for its end, or cancel it. Please see https://aka.ms/arm-deploy for usage details.");

    private void RefuseMissing(DeploymentScope scope)
    {
        if (scope.ResourceGroup is { } group && !store.Current.Groups.ContainsKey(scope.Path.ToLowerInvariant()))
            throw ArmException.GroupNotFound(group);
    }

    private Deployment Accept(DeploymentRequest request, TemplateFrame frame, string correlation) => new()
    {
        Scope = request.Scope,
        Name = request.Name,
        Location = request.Location,
        Tags = request.Tags?.ToJsonString(),
        Template = request.Template.Text,
        Parameters = request.Parameters.ToJsonString(Values.Compact),
        ShownParameters = frame.ShownParameters().ToJsonString(Values.Compact),
        TemplateHash = TemplateHash.Of(request.Template),
        CorrelationId = correlation,
        StatusId = Guid.NewGuid().ToString(),
        Started = time.GetUtcNow(),
    };

    private CancellationTokenSource MakeCancellation(Deployment deployment) =>
        cancellations[deployment.StatusId] = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);

    private void Forget(Deployment deployment)
    {
        if (cancellations.TryRemove(deployment.StatusId, out var cancellation))
            cancellation.Dispose();
    }

    private void CarryOut(Deployment deployment, CancellationTokenSource cancellation, params IReadOnlyList<string> begun)
    {
        var work = Task.Run(() => RunAsync(deployment, cancellation, begun));
        underWay[deployment.StatusId] = work;
        _ = work.ContinueWith(_ => underWay.TryRemove(deployment.StatusId, out Task? _), TaskScheduler.Default);
    }

    private async Task RunAsync(Deployment deployment, CancellationTokenSource cancellation, IReadOnlyList<string> begun)
    {
        try
        {
            while (begun.Any(operation => store.Current.Operations.GetValueOrDefault(operation) is { Status: OperationStatus.InProgress }))
                await Task.Delay(Pause, time, stopping.Token);
            await run.RunAsync(deployment, stopping.Token, cancellation.Token);
        }
        catch (Exception e) when (e is DeploymentException or OperationCanceledException)
        {
            // Its record says why it ended.
        }
        catch (Exception e)
        {
            logger.LogError(e, "Deployment {Deployment} failed", deployment.Path);
        }
        finally
        {
            Forget(deployment);
        }
    }
}

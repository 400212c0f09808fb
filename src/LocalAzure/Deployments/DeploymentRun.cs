using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>Carries out a deployment: every resource as soon as what it waits for is done, those that wait for nothing side by side.</summary>
internal sealed class DeploymentRun(StateStore store, DeployedWorld world, ResourceWriter writer, TimeProvider time, ILogger<DeploymentRun> logger)
{
    /// <param name="stopping">The program ends: the deployment stays as it is, and is taken up again.</param>
    /// <param name="cancellationToken">Somebody canceled it, or the program ends.</param>
    public async Task RunAsync(Deployment deployment, CancellationToken stopping, CancellationToken cancellationToken)
    {
        TemplateFrame frame;
        try
        {
            frame = Lay(deployment);
        }
        catch (DeploymentException e)
        {
            await EndAsync(deployment.Key, "Failed", e.Error with { Target = deployment.Path }, null);
            throw;
        }

        await CarryOutAsync(deployment.Key, frame, stopping, cancellationToken);
    }

    private TemplateFrame Lay(Deployment deployment)
    {
        using var template = JsonDocument.Parse(deployment.Template);
        var parameters = (JsonObject)JsonNode.Parse(deployment.Parameters)!;
        return TemplateLayout.Lay(new Template(template.RootElement.Clone(), null), new FrameSettings
        {
            Scope = deployment.Scope,
            Name = deployment.Name,
            Location = deployment.Location,
            Parameters = VaultParameters.Resolve(parameters, store.Current),
            World = world,
            Now = deployment.Started,
        });
    }

    /// <summary>The values of its outputs.</summary>
    /// <exception cref="DeploymentException">It failed; its record says so, too.</exception>
    private async Task<JsonObject> CarryOutAsync(string key, TemplateFrame frame, CancellationToken stopping, CancellationToken cancellationToken)
    {
        await ChangeAsync(key, deployment => deployment with
        {
            ProvisioningState = "Running",
            ShownParameters = frame.ShownParameters().ToJsonString(Values.Compact),
            Operations = [],
            OutputResources = [],
            Types = [.. Wanted(frame).Select(planned => planned.Type).Distinct(StringComparer.OrdinalIgnoreCase)],
            Dependencies = [.. Wanted(frame).Where(planned => planned.DependsOn.Count > 0).Select(planned => new DeploymentDependency(Resource(planned), [.. planned.DependsOn.Select(Resource)]))],
        });
        try
        {
            var failures = await DeployAllAsync(key, frame, stopping, cancellationToken);
            if (failures.Count > 0)
                throw new DeploymentException(DeploymentError.Failed(failures));

            var outputs = await EvaluateOutputsAsync(key, frame);
            await EndAsync(key, "Succeeded", null, outputs.Shown);
            return outputs.Values;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            await EndAsync(key, "Canceled", new DeploymentError("DeploymentCanceled", "The deployment was canceled. What was under way goes on by itself; nothing more is begun."), null);
            throw;
        }
        catch (Exception e)
        {
            if (e is not (DeploymentException or ArmException))
                logger.LogError(e, "Deployment {Deployment} failed", key);

            var error = DeploymentError.From(e) with { Target = store.Current.Deployments.GetValueOrDefault(key)?.Path };
            await EndAsync(key, "Failed", error, null);
            throw new DeploymentException(error, 409);
        }
    }

    private static IEnumerable<PlannedResource> Wanted(TemplateFrame frame) => frame.Planned.Where(planned => planned is { Deployed: true, Existing: false });

    private static DeployedResource Resource(PlannedResource planned) => new(planned.Id, planned.Type, planned.Name);

    private async Task<IReadOnlyList<DeploymentError>> DeployAllAsync(string key, TemplateFrame frame, CancellationToken stopping, CancellationToken cancellationToken)
    {
        var tasks = new Dictionary<PlannedResource, Task<bool>>();
        var failures = new List<DeploymentError>();
        var marks = new RunMarks(stopping, cancellationToken);

        Task<bool> Begin(PlannedResource planned)
        {
            if (tasks.TryGetValue(planned, out var begun))
                return begun;

            var before = planned.DependsOn.Select(Begin).ToList();
            return tasks[planned] = DeployAfterAsync(planned, before);
        }

        async Task<bool> DeployAfterAsync(PlannedResource planned, List<Task<bool>> before)
        {
            await Task.Yield();
            var ready = await Task.WhenAll(before);
            if (ready.Contains(false))
                return false;

            if (planned.Existing || !planned.Deployed)
                return true;

            var failure = await DeployAsync(key, frame, planned, marks);
            if (failure is null)
                return true;

            lock (failures)
                failures.Add(failure);
            return false;
        }

        await Task.WhenAll(frame.Planned.Select(Begin).ToList());
        cancellationToken.ThrowIfCancellationRequested();
        return failures;
    }

    /// <summary>Null when it is deployed, else why it is not.</summary>
    private async Task<DeploymentError?> DeployAsync(string key, TemplateFrame frame, PlannedResource planned, RunMarks marks)
    {
        marks.Cancellation.ThrowIfCancellationRequested();
        var operation = new DeploymentOperation
        {
            Id = OperationId(key, planned.Id),
            Kind = "Create",
            TargetId = planned.Id,
            TargetType = planned.Type,
            TargetName = planned.Name,
            Started = time.GetUtcNow(),
        };
        await ChangeAsync(key, deployment => deployment.With(operation));
        try
        {
            var body = Evaluate(frame, planned, () => planned.Body(frame));
            var result = planned.IsDeployment
                ? await DeployNestedAsync(key, frame, planned, body, marks)
                : await writer.WriteAsync(new ResourceWrite(planned.Id, planned.Type, planned.ApiVersion, body, frame.Secrets), marks.Cancellation);
            operation = operation with { ProvisioningState = "Succeeded", StatusCode = result.StatusCode, Status = result.Status, Ended = time.GetUtcNow() };
            await ChangeAsync(key, deployment => deployment.With(operation) with { OutputResources = deployment.OutputResources.Add(planned.Id) });
            return null;
        }
        catch (OperationCanceledException) when (marks.Cancellation.IsCancellationRequested)
        {
            if (!marks.Stopping.IsCancellationRequested)
                await ChangeAsync(key, deployment => deployment.With(operation with { ProvisioningState = "Canceled", Ended = time.GetUtcNow() }));
            throw;
        }
        catch (Exception e)
        {
            if (e is not (DeploymentException or ArmException))
                logger.LogError(e, "{Resource} of deployment {Deployment} failed", planned.Id, key);

            var error = DeploymentError.From(e);
            error = error with { Target = error.Target ?? planned.Id };
            await ChangeAsync(key, deployment => deployment.With(operation with
            {
                ProvisioningState = "Failed",
                StatusCode = StatusCode(e),
                Error = error.ToJson().ToJsonString(Values.Compact),
                Ended = time.GetUtcNow(),
            }));
            return error;
        }
    }

    private static T Evaluate<T>(TemplateFrame frame, PlannedResource planned, Func<T> evaluate)
    {
        lock (frame.Gate)
            return TemplateLayout.Try(frame.Template, planned.Source.Path, evaluate);
    }

    private async Task<WriteResult> DeployNestedAsync(string key, TemplateFrame frame, PlannedResource planned, JsonObject body, RunMarks marks)
    {
        var request = NestedDeployment.Read(planned, body);
        if (request.Scope.ResourceGroup is { } group && !store.Current.Groups.ContainsKey(request.Scope.Path.ToLowerInvariant()))
            throw ArmException.GroupNotFound(group);

        var nested = TemplateLayout.Lay(request.Template, NestedDeployment.Settings(planned, request, frame));
        var correlation = store.Current.Deployments[key].CorrelationId;
        var deployment = new Deployment
        {
            Scope = request.Scope,
            Name = request.Name,
            Location = request.Location,
            Template = request.Template.Text,
            Parameters = "{}",
            ShownParameters = nested.ShownParameters().ToJsonString(Values.Compact),
            TemplateHash = TemplateHash.Of(request.Template),
            CorrelationId = correlation,
            StatusId = Guid.NewGuid().ToString(),
            Nested = true,
            Started = time.GetUtcNow(),
        };
        await store.ChangeAsync(
            state => state.Deployments.GetValueOrDefault(deployment.Key) is { IsActive: true } active && active.CorrelationId != correlation
                ? throw DeploymentException.Refused(409, "DeploymentActive", $"Unable to edit or replace deployment '{active.Name}': previous deployment from '{active.Started:O}' is still active.")
                : state.With(deployment),
            marks.Cancellation);
        try
        {
            frame.NestedOutputs[planned.Id] = await CarryOutAsync(deployment.Key, nested, marks.Stopping, marks.Cancellation);
            return new WriteResult("OK");
        }
        catch (DeploymentException e)
        {
            throw new DeploymentException(DeploymentError.WriteFailed(planned.Id, e.Error), 409);
        }
    }

    private async Task<TemplateOutputs> EvaluateOutputsAsync(string key, TemplateFrame frame)
    {
        if (frame.Template.Outputs.Count == 0)
            return new TemplateOutputs([], []);

        var operation = new DeploymentOperation { Id = OperationId(key, "outputs"), Kind = "EvaluateDeploymentOutput", Started = time.GetUtcNow() };
        try
        {
            TemplateOutputs outputs;
            lock (frame.Gate)
                outputs = TemplateOutputs.Evaluate(frame);

            await ChangeAsync(key, deployment => deployment.With(operation with { ProvisioningState = "Succeeded", StatusCode = "OK", Ended = time.GetUtcNow() }));
            return outputs;
        }
        catch (DeploymentException e)
        {
            await ChangeAsync(key, deployment => deployment.With(operation with
            {
                ProvisioningState = "Failed",
                StatusCode = "BadRequest",
                Error = e.Error.ToJson().ToJsonString(Values.Compact),
                Ended = time.GetUtcNow(),
            }));
            throw new DeploymentException(DeploymentError.Failed([e.Error]));
        }
    }

    private Task<LocalAzureState> EndAsync(string key, string provisioningState, DeploymentError? error, JsonObject? outputs) => ChangeAsync(key, deployment => deployment with
    {
        ProvisioningState = provisioningState,
        Ended = time.GetUtcNow(),
        Error = error?.ToJson().ToJsonString(Values.Compact),
        Outputs = outputs?.ToJsonString(Values.Compact),
        Parameters = "{}",
    });

    private Task<LocalAzureState> ChangeAsync(string key, Func<Deployment, Deployment> change) => store.ChangeAsync(
        state => state.Deployments.GetValueOrDefault(key) is { } deployment ? state.With(change(deployment)) : state, CancellationToken.None);

    private static string OperationId(string deployment, string what) =>
        Fingerprints.Hash(Encoding.UTF8.GetBytes($"{deployment}|{what.ToLowerInvariant()}")).ToString("X16", CultureInfo.InvariantCulture);

    private static string StatusCode(Exception e) => e switch
    {
        ArmException arm => ((HttpStatusCode)arm.Status).ToString(),
        DeploymentException deployment => ((HttpStatusCode)deployment.Status).ToString(),
        _ => "InternalServerError",
    };

    private readonly record struct RunMarks(CancellationToken Stopping, CancellationToken Cancellation);
}

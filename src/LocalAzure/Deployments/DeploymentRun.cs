using System.Net;
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
        var record = Record(deployment);
        TemplateFrame frame;
        try
        {
            frame = Lay(deployment);
        }
        catch (DeploymentException e)
        {
            await record.EndAsync("Failed", e.Error with { Target = deployment.Path }, null);
            throw;
        }

        await CarryOutAsync(record, frame, new RunMarks(stopping, cancellationToken));
    }

    private DeploymentRecord Record(Deployment deployment) => new(store, deployment.Key, time);

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
    private async Task<JsonObject> CarryOutAsync(DeploymentRecord record, TemplateFrame frame, RunMarks marks)
    {
        await record.BeginAsync(frame);
        try
        {
            var failures = await DeployAllAsync(record, frame, marks);
            if (failures.Count > 0)
                throw new DeploymentException(DeploymentError.Failed(failures));

            var outputs = await EvaluateOutputsAsync(record, frame);
            await record.EndAsync("Succeeded", null, outputs.Shown);
            return outputs.Values;
        }
        catch (OperationCanceledException) when (marks.Stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            await record.EndAsync("Canceled", new DeploymentError("DeploymentCanceled", "The deployment was canceled. What was under way goes on by itself; nothing more is begun."), null);
            throw;
        }
        catch (Exception e)
        {
            if (e is not (DeploymentException or ArmException))
                logger.LogError(e, "Deployment {Deployment} failed", record.Key);

            var error = DeploymentError.From(e) with { Target = record.Current?.Path };
            await record.EndAsync("Failed", error, null);
            throw new DeploymentException(error, 409);
        }
    }

    private async Task<IReadOnlyList<DeploymentError>> DeployAllAsync(DeploymentRecord record, TemplateFrame frame, RunMarks marks)
    {
        var tasks = new Dictionary<PlannedResource, Task<bool>>();
        var failures = new List<DeploymentError>();

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

            var failure = await DeployAsync(record, frame, planned, marks);
            if (failure is null)
                return true;

            lock (failures)
                failures.Add(failure);
            return false;
        }

        await Task.WhenAll(frame.Planned.Select(Begin).ToList());
        marks.Cancellation.ThrowIfCancellationRequested();
        return failures;
    }

    /// <summary>Null when it is deployed, else why it is not.</summary>
    private async Task<DeploymentError?> DeployAsync(DeploymentRecord record, TemplateFrame frame, PlannedResource planned, RunMarks marks)
    {
        marks.Cancellation.ThrowIfCancellationRequested();
        var operation = await record.BeginAsync(planned);
        try
        {
            var body = Evaluate(frame, planned, () => planned.Body(frame));
            var result = planned.IsDeployment
                ? await DeployNestedAsync(record, frame, planned, body, marks)
                : await writer.WriteAsync(new ResourceWrite(planned.Id, planned.Type, planned.ApiVersion, body, frame.Secrets), marks.Cancellation);
            await record.SucceededAsync(operation, result);
            return null;
        }
        catch (OperationCanceledException) when (marks.Cancellation.IsCancellationRequested)
        {
            if (!marks.Stopping.IsCancellationRequested)
                await record.CanceledAsync(operation);
            throw;
        }
        catch (Exception e)
        {
            if (e is not (DeploymentException or ArmException))
                logger.LogError(e, "{Resource} of deployment {Deployment} failed", planned.Id, record.Key);

            var error = DeploymentError.From(e);
            error = error with { Target = error.Target ?? planned.Id };
            await record.FailedAsync(operation, Status(e), error);
            return error;
        }
    }

    private static T Evaluate<T>(TemplateFrame frame, PlannedResource planned, Func<T> evaluate)
    {
        lock (frame.Gate)
            return TemplateLayout.Try(frame.Template, planned.Source.Path, evaluate);
    }

    private async Task<WriteResult> DeployNestedAsync(DeploymentRecord outer, TemplateFrame frame, PlannedResource planned, JsonObject body, RunMarks marks)
    {
        var request = NestedDeployment.Read(planned, body);
        if (request.Scope.ResourceGroup is { } group && !store.Current.Groups.ContainsKey(request.Scope.Path.ToLowerInvariant()))
            throw ArmException.GroupNotFound(group);

        var nested = TemplateLayout.Lay(request.Template, NestedDeployment.Settings(planned, request, frame));
        var correlation = outer.Current!.CorrelationId;
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
            frame.NestedOutputs[planned.Id] = await CarryOutAsync(Record(deployment), nested, marks);
            return new WriteResult("OK");
        }
        catch (DeploymentException e)
        {
            throw new DeploymentException(DeploymentError.WriteFailed(planned.Id, e.Error), 409);
        }
    }

    private static async Task<TemplateOutputs> EvaluateOutputsAsync(DeploymentRecord record, TemplateFrame frame)
    {
        if (frame.Template.Outputs.Count == 0)
            return new TemplateOutputs([], []);

        var operation = record.Outputs();
        try
        {
            TemplateOutputs outputs;
            lock (frame.Gate)
                outputs = TemplateOutputs.Evaluate(frame);

            await record.SucceededAsync(operation, new WriteResult("OK"));
            return outputs;
        }
        catch (DeploymentException e)
        {
            await record.FailedAsync(operation, HttpStatusCode.BadRequest, e.Error);
            throw new DeploymentException(DeploymentError.Failed([e.Error]));
        }
    }

    private static HttpStatusCode Status(Exception e) => e switch
    {
        ArmException arm => (HttpStatusCode)arm.Status,
        DeploymentException deployment => (HttpStatusCode)deployment.Status,
        _ => HttpStatusCode.InternalServerError,
    };

    private readonly record struct RunMarks(CancellationToken Stopping, CancellationToken Cancellation);
}

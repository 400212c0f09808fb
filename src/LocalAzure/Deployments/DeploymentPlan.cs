using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LocalAzure.Deployments.Expressions;
using LocalAzure.Deployments.Templates;
using LocalAzure.Management;
using LocalAzure.Resources;
using LocalAzure.State;

namespace LocalAzure.Deployments;

/// <summary>What a deployment would come to, its modules unfolded; nothing is written.</summary>
internal sealed partial class DeploymentPlan
{
    private readonly PredictedWorld world;
    private readonly List<PlannedWrite> writes = [];
    private readonly List<DeploymentError> errors = [];

    private DeploymentPlan(PredictedWorld world) => this.world = world;

    public required TemplateFrame Frame { get; init; }

    /// <summary>In an order in which each comes after what it waits for.</summary>
    public IReadOnlyList<PlannedWrite> Writes => writes;

    /// <summary>What resource providers would refuse.</summary>
    public IReadOnlyList<DeploymentError> Errors => errors;

    /// <exception cref="DeploymentException">InvalidTemplate.</exception>
    public static DeploymentPlan Make(DeploymentRequest request, IResourceWorld world, StateStore store, DateTimeOffset now)
    {
        var predicted = new PredictedWorld(world, store, now);
        try
        {
            var frame = TemplateLayout.Lay(request.Template, new FrameSettings
            {
                Scope = request.Scope,
                Name = request.Name,
                Location = request.Location,
                Parameters = VaultParameters.Resolve(request.Parameters, store.Current),
                World = predicted,
                Now = now,
                Planning = true,
            });
            var plan = new DeploymentPlan(predicted) { Frame = frame };
            plan.Walk(frame);
            Outputs(frame);
            return plan;
        }
        catch (NotYetKnownException e)
        {
            throw request.Template.Invalid($"{e.Message.TrimEnd('.')} A name, condition, scope or count must be known when the deployment begins", "resources");
        }
    }

    private void Walk(TemplateFrame frame)
    {
        var done = new HashSet<PlannedResource>();
        foreach (var planned in frame.Planned)
            Visit(frame, planned, done);
    }

    private void Visit(TemplateFrame frame, PlannedResource planned, HashSet<PlannedResource> done)
    {
        if (!done.Add(planned))
            return;

        foreach (var before in planned.DependsOn)
            Visit(frame, before, done);

        if (planned.Existing || !planned.Deployed)
            return;

        var body = TemplateLayout.Try(frame.Template, planned.Source.Path, () => planned.Body(frame));
        if (planned.IsDeployment)
        {
            Unfold(frame, planned, body);
            return;
        }

        var write = new ResourceWrite(planned.Id, planned.Type, planned.ApiVersion, body, frame.Secrets);
        errors.AddRange(Check(write));
        world.Add(write);
        writes.Add(new PlannedWrite(write, null));
    }

    private void Unfold(TemplateFrame frame, PlannedResource planned, JsonObject body)
    {
        try
        {
            var request = NestedDeployment.Read(planned, body);
            var nested = TemplateLayout.Lay(request.Template, NestedDeployment.Settings(planned, request, frame));
            Walk(nested);
            world.AddOutputs(planned.Id, planned.Name, Outputs(nested));
        }
        catch (NotYetKnownException e)
        {
            writes.Add(new PlannedWrite(new ResourceWrite(planned.Id, planned.Type, planned.ApiVersion, body, frame.Secrets), e.Message));
        }
    }

    private static JsonObject Outputs(TemplateFrame frame) => TemplateOutputs.Evaluate(frame).Values;

    private static IEnumerable<DeploymentError> Check(ResourceWrite write)
    {
        var versions = write.Type.Split('/')[0].ToUpperInvariant() switch
        {
            "MICROSOFT.APP" when ResourceTypes.IsReal(write.Type) => ApiVersions.App,
            "MICROSOFT.DBFORPOSTGRESQL" when ResourceTypes.IsReal(write.Type) => ApiVersions.PostgreSql,
            _ => null,
        };
        if (versions is not null ? !versions.Contains(write.ApiVersion, StringComparer.OrdinalIgnoreCase) : !Version().IsMatch(write.ApiVersion))
        {
            yield return new DeploymentError("NoRegisteredProviderFound", $"No registered resource provider found for API version '{write.ApiVersion}' for type '{write.Type}'. The supported api-versions are '{string.Join(", ", versions ?? ["any yyyy-MM-dd"])}'.")
            {
                Target = write.Id,
            };
        }

        var named = write.Type.Is(ResourceId.ContainerApps) || write.Type.Is(ResourceId.ManagedEnvironments);
        if (!named)
            yield break;

        if (write.Body["location"] is null)
            yield return new DeploymentError("LocationRequired", $"The location property is required for '{write.Id}'.") { Target = write.Id };

        if (RefuseName(write) is { } refusal)
            yield return refusal;
    }

    private static DeploymentError? RefuseName(ResourceWrite write)
    {
        try
        {
            var name = write.Id.Split('/')[^1];
            if (write.Type.Is(ResourceId.ContainerApps))
                NameRules.CheckApp(name);
            else
                NameRules.CheckEnvironment(name);

            return null;
        }
        catch (ArmException e)
        {
            return DeploymentError.From(e) with { Target = write.Id };
        }
    }

    [GeneratedRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}(-[a-z]+)?\\z", RegexOptions.IgnoreCase)]
    private static partial Regex Version();
}

/// <param name="Unsupported">Why the plan cannot say more.</param>
internal sealed record PlannedWrite(ResourceWrite Write, string? Unsupported);

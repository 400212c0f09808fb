using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LocalAzure.Deployments;

/// <summary>
/// A deployment as it was asked for and what became of it. Documents are kept as text: templates nest deeper than the file of the state may.
/// </summary>
internal sealed record Deployment
{
    public required DeploymentScope Scope { get; init; }

    public required string Name { get; init; }

    /// <summary>Of one to a subscription.</summary>
    public string? Location { get; init; }

    public string? Tags { get; init; }

    public required string Template { get; init; }

    /// <summary>As given; without secure values once the deployment ended.</summary>
    public required string Parameters { get; init; }

    /// <summary>As GET shows them.</summary>
    public required string ShownParameters { get; init; }

    public required string TemplateHash { get; init; }

    /// <summary>Accepted, Running, Succeeded, Failed or Canceled.</summary>
    public string ProvisioningState { get; init; } = "Accepted";

    public required string CorrelationId { get; init; }

    /// <summary>Of <c>operationStatuses</c>: another one each time the deployment is sent.</summary>
    public required string StatusId { get; init; }

    /// <summary>Whether a template around this one carries it out; that one is taken up again after a crash, not this.</summary>
    public bool Nested { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string? Outputs { get; init; }

    public string? Error { get; init; }

    /// <summary>Ids of what it made or found as it should be.</summary>
    public ImmutableList<string> OutputResources { get; init; } = [];

    /// <summary>In the order in which they began.</summary>
    public ImmutableList<DeploymentOperation> Operations { get; init; } = [];

    public ImmutableList<DeploymentDependency> Dependencies { get; init; } = [];

    public ImmutableList<string> Types { get; init; } = [];

    [JsonIgnore]
    public string Path => Scope.PathOf(ResourceTypes.Deployments, Name);

    [JsonIgnore]
    public string Key => Path.ToLowerInvariant();

    [JsonIgnore]
    public bool IsActive => ProvisioningState is "Accepted" or "Running";

    public Deployment With(DeploymentOperation operation)
    {
        var index = Operations.FindIndex(known => known.Id == operation.Id);
        return this with { Operations = index < 0 ? Operations.Add(operation) : Operations.SetItem(index, operation) };
    }
}

/// <summary>What was done about one resource.</summary>
internal sealed record DeploymentOperation
{
    public required string Id { get; init; }

    /// <summary>Create, Read or EvaluateDeploymentOutput.</summary>
    public required string Kind { get; init; }

    public string ProvisioningState { get; init; } = "Running";

    public string? TargetId { get; init; }

    public string? TargetType { get; init; }

    public string? TargetName { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>As the platform names status codes: Created, OK, Conflict.</summary>
    public string? StatusCode { get; init; }

    /// <summary>In words, when there is something to say of a success.</summary>
    public string? Status { get; init; }

    public string? Error { get; init; }
}

internal sealed record DeploymentDependency(DeployedResource Resource, ImmutableList<DeployedResource> DependsOn);

internal sealed record DeployedResource(string Id, string Type, string Name);

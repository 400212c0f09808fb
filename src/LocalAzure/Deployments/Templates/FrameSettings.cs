using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Templates;

/// <summary>What a template is evaluated with.</summary>
internal sealed record FrameSettings
{
    public required DeploymentScope Scope { get; init; }

    public required string Name { get; init; }

    /// <summary>Where the deployment's own record is, of one to a subscription.</summary>
    public string? Location { get; init; }

    /// <summary>Values by parameter, as <c>{"value": …}</c>.</summary>
    public JsonObject Parameters { get; init; } = [];

    public required IResourceWorld World { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Only a plan is made: what is not known yet is left as it is written.</summary>
    public bool Planning { get; init; }

    /// <summary>The template whose parameters and variables count, for a nested one that is evaluated in the outer scope.</summary>
    public TemplateFrame? Outer { get; init; }

    /// <summary>The template that has this one as a resource.</summary>
    public TemplateFrame? Around { get; init; }

    /// <summary>Texts from secure parameters of the template around this one.</summary>
    public IReadOnlyCollection<string> Secrets { get; init; } = [];
}

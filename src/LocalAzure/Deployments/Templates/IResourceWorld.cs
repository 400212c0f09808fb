using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Templates;

/// <summary>The resources that exist while a template is evaluated: those of LocalAzure, or those there would be.</summary>
internal interface IResourceWorld
{
    /// <summary>A resource as GET shows it; null when there is none.</summary>
    JsonObject? Find(string id);

    /// <summary>What a <c>list…</c> action of the resource answers.</summary>
    /// <exception cref="DeploymentException">No such action.</exception>
    JsonNode List(string function, string id);
}

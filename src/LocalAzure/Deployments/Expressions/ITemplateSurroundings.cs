using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>What an expression can ask of the template and the deployment it stands in.</summary>
internal interface ITemplateSurroundings
{
    DeploymentScope Scope { get; }

    /// <summary>When the deployment began: <c>utcNow()</c>.</summary>
    DateTimeOffset Now { get; }

    JsonNode? Parameter(string name);

    JsonNode? Variable(string name);

    UserFunction? Function(string name);

    /// <summary><c>deployment()</c>.</summary>
    JsonObject Deployment();

    /// <summary><c>resourceGroup()</c>.</summary>
    JsonObject ResourceGroup();

    /// <summary>A resource of this deployment or another: its whole view as GET shows it.</summary>
    /// <param name="reference">Symbolic name, name or resource id.</param>
    JsonObject Resource(string reference);

    /// <summary>All turns of the loop with that symbolic name.</summary>
    IReadOnlyList<JsonObject> Resources(string symbol);

    /// <summary>Id, name, type and apiVersion of a resource of this template, deployed or not.</summary>
    JsonObject Info(string symbol);

    /// <summary>What a <c>list…</c> function answers.</summary>
    JsonNode Secrets(string function, string reference);

    /// <summary>Counts towards what one deployment may evaluate.</summary>
    void CountStep();
}

/// <param name="Output">The expression that makes the value, as the template has it.</param>
internal sealed record UserFunction(IReadOnlyList<string> Parameters, JsonElement Output);

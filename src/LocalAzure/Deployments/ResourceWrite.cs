using System.Text.Json.Nodes;

namespace LocalAzure.Deployments;

/// <summary>A PUT that a deployment sends.</summary>
/// <param name="Secrets">Texts in the body that came from secure parameters.</param>
internal sealed record ResourceWrite(string Id, string Type, string ApiVersion, JsonObject Body, IReadOnlyCollection<string> Secrets);

/// <param name="StatusCode">Created, Accepted or OK, as operations name it.</param>
/// <param name="Status">What there is to say of it.</param>
internal sealed record WriteResult(string StatusCode, string? Status = null);

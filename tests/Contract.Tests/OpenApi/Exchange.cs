using System.Text.Json.Nodes;

namespace Contract.Tests.OpenApi;

/// <summary>One call of the management API and its answer.</summary>
/// <param name="Query">Names of its query parameters.</param>
internal sealed record Exchange(string Method, string Path, IReadOnlyList<string> Query, JsonNode? Asked, int Status, JsonNode? Answered);

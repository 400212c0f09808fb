using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Delivery.ContainerApps;

namespace Frostline.Delivery.Deployments;

/// <summary>The reasons inside an error: the platform wraps the one that helps in several that say no more than that something failed, some of
/// them as JSON within a message.</summary>
internal static class InnerErrors
{
    private const int DeepestError = 16;

    public static IReadOnlyList<DeploymentFailure> Of(JsonObject? error, string resource = "") =>
        error is null ? [] : [.. Leaves(error, resource, DeepestError).Distinct()];

    private static IEnumerable<DeploymentFailure> Leaves(JsonObject error, string resource, int depth)
    {
        var target = resource.Length > 0 ? resource : Short(error.Text("target") ?? "");
        var inner = depth == 0 ? [] : error.Objects("details").Concat(Quoted(error.Text("message"))).ToList();
        return inner.Count > 0
            ? inner.SelectMany(detail => Leaves(detail, target, depth - 1))
            : [new DeploymentFailure(target, error.Text("code") ?? "", error.Text("message") ?? "")];
    }

    private static IEnumerable<JsonObject> Quoted(string? message)
    {
        if (message?.TrimStart().StartsWith('{') != true)
            return [];
        try
        {
            var quoted = JsonNode.Parse(message) as JsonObject;
            return (quoted?["error"] as JsonObject ?? quoted) is { } error && error.ContainsKey("code") ? [error] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string Short(string target) => target.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? target[(at + "/providers/".Length)..] : target;
}

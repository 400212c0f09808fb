using System.Text.Json.Nodes;
using Azure.Core;

namespace Frostline.Delivery.ContainerApps;

/// <summary>One request to the management API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path of the resource or action, starting with a slash, without a query.</param>
/// <param name="ApiVersion">Version of the API.</param>
/// <param name="Body">JSON body, or null.</param>
internal sealed record ManagementCall(RequestMethod Method, string Path, string ApiVersion, JsonNode? Body = null)
{
    /// <summary>What follows <c>api-version</c> in the query, escaped, or null.</summary>
    public string? Query { get; init; }

    /// <summary>The call in a few words for people: <c>PATCH containerApps/coffee-api</c>.</summary>
    public string Operation
    {
        get
        {
            var provider = Path.LastIndexOf("/providers/", StringComparison.Ordinal);
            var start = provider < 0 ? -1 : Path.IndexOf('/', provider + "/providers/".Length);
            return $"{Method} {(start < 0 ? Path.TrimStart('/') : Path[(start + 1)..])}";
        }
    }
}

/// <summary>What came back.</summary>
internal sealed record ManagementAnswer(int Status, JsonNode? Body, string? AsyncOperation, string? Location, TimeSpan? RetryAfter);

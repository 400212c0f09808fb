using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

internal static class EncodingFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["base64"] = call => Convert.ToBase64String(Encoding.UTF8.GetBytes(call.Text(0))),
        ["base64ToString"] = call => FromBase64(call.Text(0)),
        ["base64ToJson"] = call => Json(call, FromBase64(call.Text(0))),
        ["dataUri"] = call => $"data:text/plain;charset=utf8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Values.Text(call[0])))}",
        ["dataUriToString"] = call => call.Text(0).Split(";base64,") is [var start, var data] && start.StartsWith("data:", StringComparison.Ordinal)
            ? FromBase64(data)
            : throw call.Wrong("it takes a data URI in base64"),
        ["uri"] = call => new Uri(new Uri(call.Text(0), UriKind.Absolute), call.Text(1)).AbsoluteUri,
        ["uriComponent"] = call => Uri.EscapeDataString(call.Text(0)),
        ["uriComponentToString"] = call => Uri.UnescapeDataString(call.Text(0)),
        ["json"] = call => Json(call, call.Text(0)),
    };

    private static string FromBase64(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));

    private static JsonNode? Json(Call call, string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw call.Wrong($"the text is not JSON: {e.Message}");
        }
    }
}

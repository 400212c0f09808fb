using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Frostline.Images;

/// <summary>JSON whose bytes are the same every time: members in the order they were added, <c>+</c> as itself.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Options);

    public static JsonObject Describe(Descriptor descriptor) => new()
    {
        ["mediaType"] = descriptor.MediaType, ["digest"] = descriptor.Digest, ["size"] = descriptor.Size,
    };

    /// <summary>In ordinal order of the names.</summary>
    public static JsonObject Map(IReadOnlyDictionary<string, string> values) =>
        new(values.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value)));

    public static Descriptor ReadDescriptor(JsonElement element) =>
        new(element.GetProperty("mediaType").GetString()!, element.GetProperty("digest").GetString()!, element.GetProperty("size").GetInt64());
}

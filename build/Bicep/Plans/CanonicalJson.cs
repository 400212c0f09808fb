using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Bicep.Evaluation;

namespace Frostline.Bicep.Plans;

/// <summary>Values as JSON that is the same whenever the values are: names sorted, nulls left out, secrets hidden.</summary>
internal static class CanonicalJson
{
    public static JsonNode? Of(BicepValue value) => value switch
    {
        ObjectValue => new JsonObject(value.Members.Where(member => !member.Value.IsNull).OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Name, Of(member.Value)))),
        ArrayValue => new JsonArray([.. value.Items.Select(item => Of(item.Value))]),
        SymbolicValue { IsSecret: true } => JsonValue.Create("[secret]"),
        _ => Scalar(value),
    };

    private static JsonNode? Scalar(BicepValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.WriteTo(writer);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }
}

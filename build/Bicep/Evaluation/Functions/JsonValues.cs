using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>JSON text to values and back.</summary>
internal static class JsonValues
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 100 };

    /// <exception cref="EvaluationException">It is not JSON.</exception>
    public static BicepValue Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Of(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new EvaluationException($"The text is not valid JSON: {error.Message}", "BCP186");
        }
    }

    public static string Write(BicepValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 }))
        {
            WriteRaw(value, writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static BicepValue Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new ObjectValue(element.EnumerateObject().Select(property => new BicepMember(property.Name, Of(property.Value)))),
        JsonValueKind.Array => new ArrayValue(element.EnumerateArray().Select(Of)),
        JsonValueKind.String => new StringValue(element.GetString()!),
        JsonValueKind.Number when element.TryGetInt64(out var integer) => new IntegerValue(integer),
        JsonValueKind.Number when element.TryGetDecimal(out var number) => new DecimalValue(number),
        JsonValueKind.Number => new StringValue(element.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => new BooleanValue(element.GetBoolean()),
        _ => BicepValue.Null,
    };

    // BicepValue.WriteTo escapes leading brackets for templates; the text of a value does not.
    private static void WriteRaw(BicepValue value, Utf8JsonWriter writer)
    {
        switch (value)
        {
            case StringValue text:
                writer.WriteStringValue(text.Value);
                break;
            case ArrayValue array:
                writer.WriteStartArray();
                foreach (var item in array.Items)
                {
                    WriteRaw(item.Value, writer);
                }

                writer.WriteEndArray();
                break;
            case ObjectValue members:
                writer.WriteStartObject();
                foreach (var member in members.Members)
                {
                    writer.WritePropertyName(member.Name);
                    WriteRaw(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

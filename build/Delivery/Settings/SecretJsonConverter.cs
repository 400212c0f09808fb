using System.Text.Json;
using System.Text.Json.Serialization;

namespace Frostline.Delivery.Settings;

/// <summary>Reads a secret from a string; writing one is a bug and throws.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } value ? new Secret(value) : null;

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        throw new NotSupportedException("A secret is never written as JSON. Write the name of what holds it.");
}

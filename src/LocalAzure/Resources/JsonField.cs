using System.Globalization;
using System.Text.Json;

namespace LocalAzure.Resources;

/// <summary>A value in a request's body together with its path, so that a wrong type is refused by name.</summary>
internal readonly record struct JsonField(JsonElement? Value, string Path)
{
    public bool Exists => Value is not null;

    public JsonField this[string name]
    {
        get
        {
            var path = Path.Length == 0 ? name : $"{Path}.{name}";
            if (Value is not { } parent)
                return new JsonField(null, path);

            if (parent.ValueKind != JsonValueKind.Object)
                throw WrongType("an object");

            foreach (var property in parent.EnumerateObject())
            {
                if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                    return new JsonField(property.Value.ValueKind == JsonValueKind.Null ? null : property.Value, path);
            }

            return new JsonField(null, path);
        }
    }

    public IReadOnlyList<JsonField> Items()
    {
        if (Value is not { } value)
            return [];

        if (value.ValueKind != JsonValueKind.Array)
            throw WrongType("an array");

        var path = Path;
        return [.. value.EnumerateArray().Select((item, index) => new JsonField(item.ValueKind == JsonValueKind.Null ? null : item, $"{path}[{index}]"))];
    }

    public string? Text()
    {
        if (Value is not { } value)
            return null;

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw WrongType("a string");
    }

    public int? Number()
    {
        if (Value is not { } value)
            return null;

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw WrongType("a whole number");
    }

    public decimal? Fraction()
    {
        if (Value is not { } value)
            return null;

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : throw WrongType("a number");
    }

    public bool? Flag()
    {
        if (Value is not { } value)
            return null;

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw WrongType("true or false");
    }

    private ArmException WrongType(string due)
    {
        var given = Value is { } value ? value.GetRawText() : "null";
        if (given.Length > 60)
            given = string.Create(CultureInfo.InvariantCulture, $"{given.AsSpan(0, 60)}…");

        return ArmException.BadRequest("ContainerAppInvalidSchema", $"Invalid request body for container app. Field '{Path}' must be {due}, not {given}.", Path);
    }
}

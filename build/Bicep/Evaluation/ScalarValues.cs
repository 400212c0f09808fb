using System.Globalization;
using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>Nothing.</summary>
public sealed class NullValue : BicepValue
{
    internal static NullValue Instance { get; } = new();

    public override string TypeName => "null";

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNullValue();

    public override string ToString() => "null";

    public override bool Equals(BicepValue? other) => other is NullValue;

    public override int GetHashCode() => 0;
}

/// <summary>True or false.</summary>
public sealed class BooleanValue(bool value) : BicepValue
{
    public bool Value => value;

    public override string TypeName => "bool";

    public override bool? AsBoolean() => Value;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteBooleanValue(Value);

    public override string ToString() => Value ? "true" : "false";

    public override bool Equals(BicepValue? other) => other is BooleanValue boolean && boolean.Value == Value;

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>An integer of 64 bits; Bicep has no other numbers.</summary>
public sealed class IntegerValue(long value) : BicepValue
{
    public long Value => value;

    public override string TypeName => "int";

    public override long? AsInteger() => Value;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNumberValue(Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    public override bool Equals(BicepValue? other) => other is IntegerValue integer && integer.Value == Value;

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>A number with a fraction: only <c>json('0.25')</c> makes one.</summary>
public sealed class DecimalValue(decimal value) : BicepValue
{
    public decimal Value => value;

    public override string TypeName => "any";

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteNumberValue(Value);

    public override string ToString() => $"json('{Value.ToString(CultureInfo.InvariantCulture)}')";

    public override bool Equals(BicepValue? other) => other is DecimalValue number && number.Value == Value;

    public override int GetHashCode() => Value.GetHashCode();
}

/// <summary>A string that is known before deployment.</summary>
public sealed class StringValue(string value) : BicepValue
{
    public string Value => value;

    public override string TypeName => "string";

    public override string AsString() => Value;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(Value.StartsWith('[') ? "[" + Value : Value);

    public override string ToString() => Quote(Value);

    public override bool Equals(BicepValue? other) => other is StringValue text && text.Value == Value;

    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    internal static string Quote(string text) => $"'{Escape(text)}'";

    internal static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)
        .Replace("${", "\\${", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
}

using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>A lambda on its way to a function; it is never the value of anything else.</summary>
internal sealed class LambdaValue(string text, int parameters, Func<IReadOnlyList<BicepValue>, BicepValue> body) : BicepValue
{
    public int Parameters => parameters;

    public override string TypeName => "lambda";

    public BicepValue Call(params BicepValue[] arguments) => body(arguments);

    /// <summary>As it was written: where a lambda is no argument the file has an error already, and what is evaluated of it must not be another.</summary>
    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteStringValue(text);

    public override string ToString() => text;

    public override bool Equals(BicepValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

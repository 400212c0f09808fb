using System.Text.Json;

namespace Frostline.Bicep.Evaluation;

/// <summary>A lambda on its way to a function; it is never the value of anything else.</summary>
internal sealed class LambdaValue(string text, int parameters, Func<IReadOnlyList<BicepValue>, BicepValue> body) : BicepValue
{
    public int Parameters => parameters;

    public override string TypeName => "lambda";

    public BicepValue Call(params BicepValue[] arguments) => body(arguments);

    public override void WriteTo(Utf8JsonWriter writer) => throw new InvalidOperationException("A lambda is not a value that can be written.");

    public override string ToString() => text;

    public override bool Equals(BicepValue? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

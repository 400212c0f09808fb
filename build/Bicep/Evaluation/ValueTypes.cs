using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>The types of values as messages name them: of what is known, the value itself is its type.</summary>
internal static class ValueTypes
{
    private const int LongestText = 100;
    private const int MostItems = 10;

    public static string Of(BicepValue value) => value switch
    {
        StringValue { Value.Length: <= LongestText } text => $"'{text.Value}'",
        IntegerValue or BooleanValue => value.ToString()!,
        ArrayValue { Items.Count: 0 } => "<empty array>",
        ArrayValue { Items.Count: <= MostItems } array when array.Items.All(item => item.Value is StringValue or IntegerValue or BooleanValue or NullValue) => $"[{string.Join(", ", array.Items.Select(item => Of(item.Value)))}]",
        SymbolicValue { Shape: { } shape } when shape is not AnyNode => TypeNames.Of(shape),
        _ => value.TypeName,
    };
}

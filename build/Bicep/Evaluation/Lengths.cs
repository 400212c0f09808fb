using System.Globalization;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>How long texts are at least and at most that have no value yet.</summary>
internal static class Lengths
{
    private const int LongestInteger = 20;
    private static readonly TypeNode Integers = new ArrayNode(new TypeReference(new IntegerNode(null, null)), null, null);

    /// <summary>The type of an interpolated string.</summary>
    /// <param name="segments">Its literal parts.</param>
    /// <param name="values">What stands between them.</param>
    public static StringNode Of(IEnumerable<string> segments, IEnumerable<BicepValue> values)
    {
        long least = segments.Sum(segment => segment.Length);
        long? most = least;
        foreach (var value in values)
        {
            var (minimum, maximum) = Written(value);
            least += minimum;
            most += maximum;
        }

        return new StringNode(least == 0 ? null : least, most, null, false);
    }

    /// <summary>The type of what a function gives; null when no more is known than its kind.</summary>
    public static TypeNode? Of(string function, IReadOnlyList<BicepValue> arguments) => function switch
    {
        "range" => Integers,
        "uniqueString" => Exactly(13),
        "guid" or "newGuid" => Exactly(36),
        "toLower" or "toUpper" when Bounds(arguments[0]) is var (least, most) => new StringNode(least, most, null, false),
        "take" when arguments is [{ TypeName: "string" } text, IntegerValue count] && Bounds(text) is var (least, most) => new StringNode(Least(least, count.Value), Math.Min(most ?? long.MaxValue, Math.Max(0, count.Value)), null, false),
        _ => null,
    };

    private static StringNode Exactly(int length) => new(length, length, null, false);

    private static long? Least(long? least, long count) => least is { } known && count > 0 ? Math.Min(known, count) : null;

    private static (long? Least, long? Most)? Bounds(BicepValue value) => value switch
    {
        StringValue text => (text.Value.Length, text.Value.Length),
        SymbolicValue { Shape: StringNode text } => (text.MinLength, text.MaxLength),
        SymbolicValue { Kind: "string" } => (null, null),
        _ => null,
    };

    private static (long Least, long? Most) Written(BicepValue value) => value switch
    {
        StringValue text => (text.Value.Length, text.Value.Length),
        IntegerValue number => (number.Value.ToString(CultureInfo.InvariantCulture).Length, number.Value.ToString(CultureInfo.InvariantCulture).Length),
        BooleanValue boolean => (boolean.Value ? 4 : 5, boolean.Value ? 4 : 5),
        SymbolicValue symbolic => Written(symbolic.Shape),
        _ => (0, null),
    };

    private static (long Least, long? Most) Written(TypeNode? shape) => shape switch
    {
        StringNode text => (text.MinLength ?? 0, text.MaxLength),
        LiteralNode literal => (literal.Text.Length, literal.Text.Length),
        IntegerNode => (1, LongestInteger),
        BooleanNode => (4, 5),
        UnionNode union when Shapes.Flatten(union).Select(Written).ToList() is { Count: > 0 } parts => (parts.Min(part => part.Least), parts.TrueForAll(part => part.Most is not null) ? parts.Max(part => part.Most) : null),
        NullNode => (0, 0),
        _ => (0, null),
    };
}

using System.Globalization;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>What a function was called with, read with the types it wants.</summary>
internal sealed class Arguments(string function, IReadOnlyList<BicepValue> values, FunctionHost host)
{
    /// <summary>What any one call may make, so that a template cannot use up the memory.</summary>
    public const int MaximumSize = 1_000_000;

    public FunctionHost Host => host;

    public IReadOnlyList<BicepValue> Values => values;

    public int Count => values.Count;

    public BicepValue this[int index] => values[index];

    public bool Has(int index) => index < values.Count && !values[index].IsNull;

    public string Text(int index) => values[index].AsString() ?? throw Wrong(index, "a string");

    public long Integer(int index) => values[index].AsInteger() ?? throw Wrong(index, "an integer");

    public int SmallInteger(int index) =>
        Integer(index) is >= int.MinValue and <= int.MaxValue and var number ? (int)number : throw new EvaluationException($"Argument {Ordinal(index)} of '{function}' is too large.");

    public bool Boolean(int index) => values[index].AsBoolean() ?? throw Wrong(index, "a boolean");

    public ArrayValue Array(int index) => values[index] as ArrayValue ?? throw Wrong(index, "an array");

    public ObjectValue Object(int index) => values[index] as ObjectValue ?? throw Wrong(index, "an object");

    public LambdaValue Lambda(int index) => values[index] as LambdaValue ?? throw Wrong(index, "a lambda");

    /// <summary>The values as texts, as <c>string()</c> would make them.</summary>
    public IEnumerable<string> Texts() => values.Select(value => PlainText(value));

    public EvaluationException Wrong(int index, string wanted) =>
        new($"Argument {Ordinal(index)} of '{function}' must be {wanted}, but it is of type \"{values[index].TypeName}\".", "BCP070");

    public static string PlainText(BicepValue value) => value switch
    {
        StringValue text => text.Value,
        IntegerValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        BooleanValue boolean => boolean.Value ? "True" : "False",
        DecimalValue number => number.Value.ToString(CultureInfo.InvariantCulture),
        NullValue => "",
        _ => JsonValues.Write(value),
    };

    private static string Ordinal(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}

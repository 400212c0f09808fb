using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>One call of a function with its arguments evaluated. Reads them as what the function needs, and refuses others by position.</summary>
internal sealed class Call(string name, Evaluation evaluation, IReadOnlyList<JsonNode?> arguments)
{
    public Evaluation Evaluation => evaluation;

    public int Count => arguments.Count;

    public IReadOnlyList<JsonNode?> Arguments => arguments;

    public JsonNode? this[int index] => index < arguments.Count ? arguments[index] : throw Wrong($"it needs at least {index + 1} arguments, not {arguments.Count}");

    public string Text(int index) => Values.IsText(this[index], out var text) ? text : throw WrongType(index, "a string");

    public string? OptionalText(int index) => index < Count && this[index] is not null ? Text(index) : null;

    public long Integer(int index) => Values.TryInteger(this[index], out var number) ? number : throw WrongType(index, "an integer");

    public bool Flag(int index) => Values.TryFlag(this[index], out var flag) ? flag : throw WrongType(index, "a Boolean");

    public JsonArray Array(int index) => this[index] as JsonArray ?? throw WrongType(index, "an array");

    public JsonObject Object(int index) => this[index] as JsonObject ?? throw WrongType(index, "an object");

    /// <summary>All texts, given one by one or as one array.</summary>
    public IEnumerable<string> Texts(int from = 0) => arguments.Skip(from).Select((_, index) => Text(from + index));

    /// <summary>All integers, given one by one or as one array.</summary>
    public IReadOnlyList<long> Integers()
    {
        IReadOnlyList<JsonNode?> given = Count == 1 && this[0] is JsonArray items ? [.. items] : arguments;
        return given.Count > 0 ? [.. given.Select(item => Values.TryInteger(item, out var number) ? number : throw Wrong("it takes integers only"))] : throw Wrong("it needs at least one integer");
    }

    public ExpressionException Wrong(string why) => new($"Unable to evaluate template language function '{name}': {why}.");

    private ExpressionException WrongType(int index, string due) => Wrong($"argument {index + 1} must be {due}, not a value of type '{Values.Kind(arguments[index])}'");
}

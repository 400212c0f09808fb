using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Evaluates a part of a template: every string that is an expression, names of properties among them, and every copy loop.</summary>
internal static class TemplateTree
{
    /// <param name="keepUnknown">A string whose value is not known before something is deployed stays as it is written.</param>
    public static JsonNode? Evaluate(JsonElement element, Evaluation evaluation, bool keepUnknown = false)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Text(element.GetString()!, evaluation, keepUnknown);
            case JsonValueKind.Array:
                return Values.Array(element.EnumerateArray().Select(item => Evaluate(item, evaluation, keepUnknown)).ToList());
            case JsonValueKind.Object:
                return Properties(element, evaluation, keepUnknown);
            default:
                return Values.Parse(element);
        }
    }

    private static JsonNode? Text(string text, Evaluation evaluation, bool keepUnknown)
    {
        try
        {
            return evaluation.Evaluate(text);
        }
        catch (ExpressionException e) when (keepUnknown && (e is NotYetKnownException || AsksAResource(text)))
        {
            return text;
        }
    }

    /// <summary>A resource that is only planned has not all of its properties.</summary>
    private static bool AsksAResource(string text) => ExpressionParser.Parse(text).Parts().OfType<CallExpression>().Any(call =>
        call.Name.StartsWith("reference", StringComparison.OrdinalIgnoreCase) || call.Name.StartsWith("list", StringComparison.OrdinalIgnoreCase));

    private static JsonObject Properties(JsonElement element, Evaluation evaluation, bool keepUnknown)
    {
        var result = new JsonObject();
        foreach (var property in element.EnumerateObject())
        {
            if (property.NameEquals("copy") && IsLoops(property.Value))
            {
                foreach (var loop in property.Value.EnumerateArray())
                    result[loop.At("name").AsText()!] = Turns(loop, evaluation, keepUnknown);

                continue;
            }

            result[Values.Text(Text(property.Name, evaluation, keepUnknown))] = Values.Free(Evaluate(property.Value, evaluation, keepUnknown));
        }

        return result;
    }

    public static bool IsLoops(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(item =>
        item.At("name").AsText() is not null && item.Has("count") && item.Has("input"));

    /// <param name="loop">With <c>count</c> and <c>input</c>; <c>name</c> when it has one.</param>
    public static JsonArray Turns(JsonElement loop, Evaluation evaluation, bool keepUnknown)
    {
        var name = loop.At("name").AsText() ?? "";
        var input = loop.At("input");
        return Values.Array(Enumerable.Range(0, Count(loop, evaluation)).Select(index =>
            Evaluate(input, evaluation with { Loops = evaluation.Loops.Add(new Loop(name, index)) }, keepUnknown)).ToList());
    }

    public static int Count(JsonElement loop, Evaluation evaluation)
    {
        var count = Evaluate(loop.At("count"), evaluation);
        return Values.TryInteger(count, out var number) && number is >= 0 and <= 800
            ? (int)number
            : throw new ExpressionException($"The copy count '{Values.Text(count)}' is not valid: it must be an integer from 0 to 800.");
    }
}

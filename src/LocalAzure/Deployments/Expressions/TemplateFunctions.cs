using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>What the template itself has, and what became of its resources.</summary>
internal static class TemplateFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["parameters"] = Parameters,
        ["variables"] = call => call.Evaluation.Surroundings.Variable(call.Text(0)),
        ["lambdaVariables"] = call => call.Evaluation.Locals.TryGetValue(call.Text(0), out var value) ? value : throw call.Wrong($"there is no lambda variable '{call.Text(0)}' here"),
        ["copyIndex"] = CopyIndex,
        ["reference"] = call => Shape(call, call.Evaluation.Surroundings.Resource(call.Text(0))),
        ["references"] = call => Values.Array(call.Evaluation.Surroundings.Resources(call.Text(0)).Select(resource => (JsonNode?)Shape(call, resource))),
        ["listOutputsWithSecureValues"] = Outputs,
        ["resourceInfo"] = call => call.Evaluation.Surroundings.Info(call.Text(0)),
    };

    private static JsonNode? Parameters(Call call)
    {
        if (call.Evaluation.FunctionParameters is not { } own)
            return call.Evaluation.Surroundings.Parameter(call.Text(0));

        return own.TryGetValue(call.Text(0), out var value) ? value : throw call.Wrong($"the function has no parameter '{call.Text(0)}'");
    }

    private static JsonObject Outputs(Call call) => new(
        from output in call.Evaluation.Surroundings.Resource(call.Text(0))["properties"]?["outputs"] as JsonObject ?? []
        select KeyValuePair.Create(output.Key, output.Value?["value"]?.DeepClone()));

    private static JsonValue? CopyIndex(Call call)
    {
        var name = call.Count > 0 && Values.IsText(call[0], out var text) ? text : null;
        var position = name is null ? 0 : 1;
        var offset = call.Count > position ? call.Integer(position) : 0;
        var loops = call.Evaluation.Loops;
        var loop = name is null ? loops.FindLastIndex(_ => true) : loops.FindLastIndex(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
        return loop >= 0
            ? JsonValue.Create(loops[loop].Index + offset)
            : throw call.Wrong(name is null ? "it is used outside of a copy loop" : $"there is no copy loop '{name}' here");
    }

    private static JsonNode? Shape(Call call, JsonObject resource)
    {
        var last = call.Count > 1 ? call.OptionalText(call.Count - 1) : null;
        return string.Equals(last, "Full", StringComparison.OrdinalIgnoreCase) ? resource : resource["properties"] ?? new JsonObject();
    }
}

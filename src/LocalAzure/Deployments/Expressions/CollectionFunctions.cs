using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

internal static class CollectionFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["createArray"] = call => Values.Array(call.Arguments),
        ["createObject"] = CreateObject,
        ["array"] = call => call[0] as JsonArray ?? Values.Array([call[0]]),
        ["concat"] = Concat,
        ["length"] = call => call[0] switch
        {
            JsonArray items => items.Count,
            JsonObject properties => properties.Count,
            _ => call.Text(0).Length,
        } is var length ? JsonValue.Create((long)length) : null,
        ["empty"] = call => call[0] switch
        {
            null => true,
            JsonArray items => items.Count == 0,
            JsonObject properties => properties.Count == 0,
            _ => call.Text(0).Length == 0,
        },
        ["contains"] = Contains,
        ["first"] = call => call[0] is JsonArray items ? items.FirstOrDefault() : call.Text(0) is { Length: > 0 } text ? text[..1] : "",
        ["last"] = call => call[0] is JsonArray items ? items.LastOrDefault() : call.Text(0) is { Length: > 0 } text ? text[^1..] : "",
        ["take"] = call => Part(call, 0, call.Integer(1)),
        ["skip"] = call => Part(call, call.Integer(1), long.MaxValue),
        ["indexOf"] = call => call[0] is JsonArray items
            ? JsonValue.Create((long)items.ToList().FindIndex(item => LogicFunctions.Same(item, call[1])))
            : JsonValue.Create((long)call.Text(0).IndexOf(call.Text(1), StringComparison.OrdinalIgnoreCase)),
        ["lastIndexOf"] = call => call[0] is JsonArray items
            ? JsonValue.Create((long)items.ToList().FindLastIndex(item => LogicFunctions.Same(item, call[1])))
            : JsonValue.Create((long)call.Text(0).LastIndexOf(call.Text(1), StringComparison.OrdinalIgnoreCase)),
        ["union"] = call => call[0] is JsonObject ? Enumerable.Range(0, call.Count).Select(call.Object).Aggregate(new JsonObject(), Merge) : UnionOfArrays(call),
        ["intersection"] = Intersection,
        ["shallowMerge"] = call => ShallowMerge(call.Array(0)),
        ["flatten"] = call => Values.Array(call.Array(0).SelectMany(item => item as JsonArray ?? throw call.Wrong("it takes an array of arrays"))),
        ["items"] = call => Values.Array(call.Object(0).OrderBy(property => property.Key, StringComparer.OrdinalIgnoreCase)
            .Select(property => new JsonObject { ["key"] = property.Key, ["value"] = Values.Free(property.Value) })),
        ["objectKeys"] = call => Values.Array(call.Object(0).Select(property => property.Key).Order(StringComparer.OrdinalIgnoreCase).Select(key => (JsonNode?)JsonValue.Create(key))),
        ["tryGet"] = TryGet,
        ["tryIndexFromEnd"] = call => call[0] is JsonArray items && call.Integer(1) is > 0 and var index && index <= items.Count ? items[^(int)index] : null,
        ["indexFromEnd"] = call => call.Integer(1) is > 0 and var index && index <= call.Array(0).Count ? call.Array(0)[^(int)index] : throw call.Wrong($"index {call.Integer(1)} from the end is out of bounds"),
    };

    /// <summary>Objects are merged to any depth, everything else is replaced.</summary>
    public static JsonObject Merge(JsonObject left, JsonObject right)
    {
        var merged = (JsonObject)left.DeepClone();
        foreach (var (name, value) in right)
        {
            var key = merged.ContainsKey(name) ? name : merged.Select(property => property.Key).FirstOrDefault(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase)) ?? name;
            merged[key] = merged[key] is JsonObject inner && value is JsonObject added ? Merge(inner, added) : value?.DeepClone();
        }

        return merged;
    }

    private static JsonObject CreateObject(Call call)
    {
        if (call.Count % 2 != 0)
            throw call.Wrong("it takes names and values in pairs");

        var created = new JsonObject();
        for (var index = 0; index < call.Count; index += 2)
            created[call.Text(index)] = Values.Free(call[index + 1]);

        return created;
    }

    private static JsonNode Concat(Call call) => call.Count > 0 && call[0] is JsonArray
        ? Values.Array(Enumerable.Range(0, call.Count).SelectMany(call.Array))
        : string.Concat(call.Arguments.Select(argument => argument is JsonObject or JsonArray ? throw call.Wrong("it takes arrays only, or strings only") : Values.Text(argument)));

    private static JsonNode Contains(Call call) => call[0] switch
    {
        JsonArray items => items.Any(item => LogicFunctions.Same(item, call[1])),
        JsonObject properties => Values.TryProperty(properties, call.Text(1), out _),
        _ => call.Text(0).Contains(Values.Text(call[1]), StringComparison.Ordinal),
    };

    private static JsonNode Part(Call call, long skip, long take)
    {
        skip = Math.Max(skip, 0);
        take = Math.Max(take, 0);
        if (call[0] is JsonArray items)
            return Values.Array(items.Skip((int)Math.Min(skip, int.MaxValue)).Take((int)Math.Min(take, int.MaxValue)));

        var text = call.Text(0);
        var start = (int)Math.Min(skip, text.Length);
        return text.Substring(start, (int)Math.Min(take, text.Length - start));
    }

    private static JsonArray UnionOfArrays(Call call)
    {
        var union = new List<JsonNode?>();
        foreach (var item in Enumerable.Range(0, call.Count).SelectMany(call.Array))
        {
            if (!union.Any(known => LogicFunctions.Same(known, item)))
                union.Add(item);
        }

        return Values.Array(union);
    }

    private static JsonNode Intersection(Call call)
    {
        if (call[0] is JsonArray first)
            return Values.Array(first.Where(item => Enumerable.Range(1, call.Count - 1).All(index => call.Array(index).Any(other => LogicFunctions.Same(item, other)))));

        var common = call.Object(0).Where(property => Enumerable.Range(1, call.Count - 1).All(index =>
            Values.TryProperty(call.Object(index), property.Key, out var other) && LogicFunctions.Same(property.Value, other)));
        return new JsonObject(common.Select(property => KeyValuePair.Create(property.Key, Values.Free(property.Value))));
    }

    private static JsonObject ShallowMerge(JsonArray objects)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in objects.OfType<JsonObject>().SelectMany(item => item))
            merged[name] = Values.Free(value);

        return merged;
    }

    private static JsonNode? TryGet(Call call)
    {
        var value = call[0];
        foreach (var key in call.Arguments.Skip(1))
        {
            if (!Evaluation.TryAccess(value, key, out value))
                return null;
        }

        return value;
    }
}

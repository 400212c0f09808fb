using System.Globalization;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments;

/// <summary>What differs between two documents, as <c>whatIf</c> tells it.</summary>
internal static class PropertyChanges
{
    public static JsonArray Compare(JsonObject before, JsonObject after) => new([.. Compare(before, after, "")]);

    private static IEnumerable<JsonNode> Compare(JsonObject before, JsonObject after, string path)
    {
        foreach (var (name, value) in before)
        {
            var place = path.Length == 0 ? name : $"{path}.{name}";
            if (!Expressions.Values.TryProperty(after, name, out var other))
                yield return Change(place, "Delete", value, null);
            else
                foreach (var change in Compare(value, other, place))
                    yield return change;
        }

        foreach (var (name, value) in after.Where(property => !Expressions.Values.TryProperty(before, property.Key, out _)))
            yield return Change(path.Length == 0 ? name : $"{path}.{name}", "Create", null, value);
    }

    private static IEnumerable<JsonNode> Compare(JsonNode? before, JsonNode? after, string path)
    {
        if (JsonNode.DeepEquals(before, after))
            yield break;

        switch (before, after)
        {
            case (JsonObject left, JsonObject right):
                foreach (var change in Compare(left, right, path))
                    yield return change;
                break;
            case (JsonArray left, JsonArray right):
                var array = Change(path, "Array", null, null);
                array["children"] = new JsonArray([.. Items(left, right)]);
                yield return array;
                break;
            default:
                yield return Change(path, "Modify", before, after);
                break;
        }
    }

    private static IEnumerable<JsonNode> Items(JsonArray before, JsonArray after)
    {
        for (var index = 0; index < Math.Max(before.Count, after.Count); index++)
        {
            var path = index.ToString(CultureInfo.InvariantCulture);
            if (index >= before.Count)
                yield return Change(path, "Create", null, after[index]);
            else if (index >= after.Count)
                yield return Change(path, "Delete", before[index], null);
            else if (before[index] is JsonObject left && after[index] is JsonObject right)
            {
                if (JsonNode.DeepEquals(left, right))
                    continue;

                var change = Change(path, "Modify", null, null);
                change["children"] = new JsonArray([.. Compare(left, right, "")]);
                yield return change;
            }
            else
                foreach (var change in Compare(before[index], after[index], path))
                    yield return change;
        }
    }

    private static JsonObject Change(string path, string kind, JsonNode? before, JsonNode? after)
    {
        var change = new JsonObject { ["path"] = path, ["propertyChangeType"] = kind };
        if (before is not null)
            change["before"] = before.DeepClone();
        if (after is not null)
            change["after"] = after.DeepClone();

        return change;
    }
}

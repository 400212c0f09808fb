using System.Text.Json;
using System.Text.Json.Nodes;
using LocalAzure.Deployments.Expressions;

namespace LocalAzure.Deployments.Templates;

/// <summary>What every resource waits for: what it names in dependsOn, what it refers to, and the turns before it in a serial loop.</summary>
internal static class DependencyGraph
{
    private static readonly string[] Reading = ["reference", "references"];

    public static void Connect(TemplateFrame frame)
    {
        foreach (var planned in frame.Planned.Where(planned => planned.Deployed))
        {
            foreach (var other in Named(frame, planned).Concat(Referenced(frame, planned)).Where(other => other != planned))
                planned.DependsOn.Add(other);
        }

        foreach (var loop in frame.Planned.Where(planned => planned.Source.Loop is not null).GroupBy(planned => planned.Source))
            ConnectBatches(frame.Template, loop.Key, [.. loop]);

        RefuseCycles(frame);
    }

    private static IEnumerable<PlannedResource> Named(TemplateFrame frame, PlannedResource planned)
    {
        var names = planned.Source.Part("dependsOn");
        if (names.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            yield break;

        var path = planned.Source.Path;
        var evaluated = TemplateLayout.Try(frame.Template, path, () => TemplateTree.Evaluate(names, planned.Evaluation)) as JsonArray
            ?? throw frame.Template.Invalid($"'dependsOn' of resource '{planned.Name}' must be an array", path);
        foreach (var item in evaluated)
        {
            var name = Values.Text(item);
            var found = Find(frame, name).ToList();
            if (found.Count == 0 && !IsEmptyLoop(frame, name))
                throw frame.Template.Invalid($"The resource '{name}' is not defined in the template. Please see https://aka.ms/arm-syntax for usage details", path);

            foreach (var other in found)
                yield return other;
        }
    }

    private static IEnumerable<PlannedResource> Find(TemplateFrame frame, string name)
    {
        bool Same(string? left) => string.Equals(left, name, StringComparison.OrdinalIgnoreCase);
        var exact = frame.Planned.Where(planned => Same(planned.Key) || Same(planned.Source.Symbol) || Same(planned.Id)).ToList();
        return exact.Count > 0 || frame.Template.Symbolic
            ? exact
            : frame.Planned.Where(planned => Same(planned.Name) || Same(planned.LoopName) || Same($"{planned.Type}/{planned.Name}"));
    }

    private static bool IsEmptyLoop(TemplateFrame frame, string name) => frame.Template.Resources.Any(resource => resource.Loop is { } loop
        && (string.Equals(resource.Symbol, name, StringComparison.OrdinalIgnoreCase) || string.Equals(loop.At("name").AsText(), name, StringComparison.OrdinalIgnoreCase)));

    /// <summary><c>reference()</c> of a resource of the same template is a dependency, whether or not it is written down as one.</summary>
    private static IEnumerable<PlannedResource> Referenced(TemplateFrame frame, PlannedResource planned)
    {
        foreach (var call in TemplateLayout.Try(frame.Template, planned.Source.Path, () => Calls(planned.Source.Json, planned.IsDeployment).ToList()))
        {
            string name;
            try
            {
                name = Values.Text(planned.Evaluation.Evaluate(call.Arguments[0]));
            }
            catch (Exception e) when (e is ExpressionException or DeploymentException)
            {
                continue;
            }

            foreach (var other in frame.Planned.Where(other => string.Equals(other.Source.Symbol, name, StringComparison.OrdinalIgnoreCase)).Append(frame.FindPlanned(name)))
            {
                if (other is not null)
                    yield return other;
            }
        }
    }

    private static IEnumerable<CallExpression> Calls(JsonElement element, bool isDeployment)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String when ExpressionParser.IsExpression(element.GetString()!):
                return ExpressionParser.Parse(element.GetString()!).Parts().OfType<CallExpression>().Where(call =>
                    call.Arguments.Count > 0 && (Reading.Contains(call.Name, StringComparer.OrdinalIgnoreCase) || call.Name.StartsWith("list", StringComparison.OrdinalIgnoreCase)));
            case JsonValueKind.Array:
                return element.EnumerateArray().SelectMany(item => Calls(item, isDeployment));
            case JsonValueKind.Object:
                return element.EnumerateObject()
                    .Where(property => !(isDeployment && property.NameEquals("template")) && !property.NameEquals("resources"))
                    .SelectMany(property => Calls(property.Value, isDeployment));
            default:
                return [];
        }
    }

    private static void ConnectBatches(Template template, TemplateResource resource, IReadOnlyList<PlannedResource> turns)
    {
        var loop = resource.Loop!.Value;
        if (!string.Equals(loop.At("mode").AsText(), "serial", StringComparison.OrdinalIgnoreCase))
            return;

        var size = !loop.Has("batchSize") ? 1 : loop.At("batchSize") is { ValueKind: JsonValueKind.Number } given && given.TryGetInt32(out var number) && number > 0 ? number : throw template.Invalid("'batchSize' of a copy loop must be a whole number above 0", resource.Path);
        for (var index = size; index < turns.Count; index++)
        {
            var batch = index / size;
            for (var before = (batch - 1) * size; before < batch * size; before++)
                turns[index].DependsOn.Add(turns[before]);
        }
    }

    private static void RefuseCycles(TemplateFrame frame)
    {
        var left = frame.Planned.ToDictionary(planned => planned, planned => planned.DependsOn.ToHashSet());
        while (left.Where(pair => pair.Value.Count == 0).Select(pair => pair.Key).ToList() is { Count: > 0 } free)
        {
            foreach (var planned in free)
                left.Remove(planned);
            foreach (var waiting in left.Values)
                waiting.ExceptWith(free);
        }

        if (left.Count > 0)
        {
            var one = left.Keys.First();
            throw frame.Template.Invalid($"Circular dependency detected on resource: '{one.Id}'. Please see https://aka.ms/arm-syntax-resources for usage details", one.Source.Path);
        }
    }
}

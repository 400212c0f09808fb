using Frostline.Bicep.Types;

namespace Frostline.Bicep.Evaluation;

/// <summary>What an expression can read of a resource: what says which it is, now; all else at deployment.</summary>
internal static class ResourceMembers
{
    public static IEnumerable<string> Names { get; } = ["apiVersion", "id", "name", "properties", "type", "location", "tags", "identity", "sku", "kind"];

    /// <summary>The value, or null when the type of the resource has no such property.</summary>
    public static BicepValue? Of(ResourceValue value, string name, TypeCatalog types)
    {
        var resource = value.Instance;
        if (Binding.Extensions.Has(resource.Symbol))
        {
            return new SymbolicValue($"{value.Text}.{name}");
        }

        switch (name)
        {
            case "id":
                return resource.Names.Exists(part => part.Contains('[', StringComparison.Ordinal)) || resource.Scope.Contains('[', StringComparison.Ordinal)
                    ? new SymbolicValue($"{value.Text}.id") { Kind = "string" }
                    : new StringValue(resource.Id);
            case "name":
                return resource.Name;
            case "type":
                return new StringValue(resource.Symbol.Type);
            case "apiVersion":
                return new StringValue(resource.Symbol.ApiVersion);
        }

        // What is fixed when the resource is made is the same before and after.
        if (name is "location" && !resource.Symbol.Syntax.IsExisting && resource.Body?.Find(name) is { } written)
        {
            return resource.File.Evaluate(written.Value, resource.Locals);
        }

        var body = types.Find(resource.Symbol.Type, resource.Symbol.ApiVersion)?.Body;
        var (shape, isKnown) = Shapes.Member(body, name);
        return isKnown ? new SymbolicValue($"{value.Text}.{name}") { Shape = shape, Kind = Shapes.Kind(shape) } : null;
    }
}

using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>Each turn of a loop makes a resource of its own, which needs a name of its own.</summary>
internal static class Loops
{
    /// <summary>Reports a loop where one of its turns is wanted; true when it is one.</summary>
    public static bool IsWhole(FileModel model, ExpressionSyntax value)
    {
        var isWhole = model.SymbolOf(value) is ResourceSymbol { IsLoop: true } or ModuleSymbol { IsLoop: true };
        if (isWhole)
        {
            model.Error("BCP144", "Directly referencing a resource or module collection is not currently supported here. Apply an array indexer to the expression.", value.Span);
        }

        return isWhole;
    }

    /// <summary>Warns of a loop whose turns would all write the same resource.</summary>
    /// <param name="model">The file.</param>
    /// <param name="symbol">The resource or module.</param>
    /// <param name="loop">Its loop.</param>
    /// <param name="body">The object within.</param>
    /// <param name="identity">The properties that tell one from another.</param>
    public static void CheckIdentity(FileModel model, DeclaredSymbol symbol, ForSyntax loop, ObjectSyntax body, string[] identity)
    {
        if (loop.Item is null || identity.Select(body.Find).OfType<ObjectPropertySyntax>().Any(property => Uses(model, property.Value, loop)))
        {
            return;
        }

        var names = string.Join(", ", identity.Select(name => $"\"{name}\""));
        model.Warn(
            "BCP179",
            loop.Index is { } index
                ? $"Unique resource or deployment name is required when looping. The loop item variable \"{loop.Item.Name.Text}\" or the index variable \"{index.Name.Text}\" must be referenced in at least one of the value expressions of the following properties in the loop body: {names}"
                : $"Unique resource or deployment name is required when looping. The loop item variable \"{loop.Item.Name.Text}\" must be referenced in at least one of the value expressions of the following properties: {names}",
            symbol.At);
    }

    private static bool Uses(FileModel model, SyntaxNode value, ForSyntax loop) =>
        Nodes.Within(value).OfType<VariableSyntax>().Any(variable => model.SymbolOf(variable) is LocalSymbol local && (local.Syntax == loop.Item || local.Syntax == loop.Index));
}

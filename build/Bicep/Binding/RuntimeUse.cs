using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>A place that needs what only a service can answer.</summary>
/// <param name="At">The access, or the variable that leads to it.</param>
/// <param name="Accessed">The resource or module; null for a function that asks.</param>
/// <param name="Way">The variables between, then what is accessed.</param>
/// <param name="Property">What is read of it; null when it is taken whole.</param>
internal sealed record RuntimeUse(TextSpan At, DeclaredSymbol? Accessed, IReadOnlyList<string> Way, string? Property)
{
    /// <summary>What follows the sentence that says where it is not allowed.</summary>
    public string Explain(FileModel model, RuntimeVariables runtime, bool naming)
    {
        var way = Way.Count > 1 ? $" You are referencing a variable which cannot be calculated at the start (\"{string.Join("\" -> \"", Way)}\")." : "";
        var property = naming && Way.Count > 1 && Accessed is not null && Property is not null ? $" The property \"{Property}\" of {Accessed.Name} cannot be calculated at the start." : "";
        var known = Accessed is null ? "" : $" Properties of {Accessed.Name} which can be calculated at the start include \"{string.Join("\", \"", Known(model, runtime))}\".";
        return way + property + known;
    }

    private IEnumerable<string> Known(FileModel model, RuntimeVariables runtime) => Accessed switch
    {
        ResourceSymbol resource when runtime.IsNamedAtRuntime(model, resource) || resource.Syntax.Body?.Find("name") is null => ["apiVersion", "id", "type"],
        ResourceSymbol => ["apiVersion", "id", "name", "type"],
        _ => ["name"],
    };
}

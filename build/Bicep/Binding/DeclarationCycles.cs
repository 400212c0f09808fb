namespace Frostline.Bicep.Binding;

/// <summary>Declarations that need each other in a circle are errors, with the path. Types may be recursive.</summary>
internal static class DeclarationCycles
{
    public static void Report(FileModel model)
    {
        var circles = DependencyPath.Circles(model.Dependencies.Keys, symbol => model.Dependencies.GetValueOrDefault(symbol)?.Select(dependency => dependency.Target) ?? []);
        foreach (var (symbol, circle) in circles)
        {
            if (symbol is TypeSymbol)
            {
                continue;
            }

            model.Cyclic.Add(symbol);
            foreach (var (_, at) in model.Dependencies[symbol].Where(dependency => dependency.Target == circle.Second))
            {
                model.Error(
                    circle.Count == 1 ? "BCP079" : "BCP080",
                    circle.Count == 1
                        ? "This expression is referencing its own declaration, which is not allowed."
                        : $"The expression is involved in a cycle ({DependencyPath.Describe(circle.Needed, step => step.Name)}).",
                    at);
            }
        }
    }
}

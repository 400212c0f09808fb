namespace Frostline.Bicep.Binding;

/// <summary>Which resources and modules a declaration waits for, directly or by variables and functions.</summary>
internal static class DeploymentDependencies
{
    public static IReadOnlyList<Symbol> Of(FileModel model, Symbol symbol)
    {
        var found = new List<Symbol>();
        var seen = new HashSet<Symbol> { symbol };
        var pending = new Queue<Symbol>([symbol]);
        while (pending.TryDequeue(out var next))
        {
            foreach (var (target, _) in model.Dependencies.GetValueOrDefault(next) ?? [])
            {
                if (!seen.Add(target))
                {
                    continue;
                }

                switch (target)
                {
                    case ResourceSymbol { Syntax.IsExisting: false } or ModuleSymbol:
                        found.Add(target);
                        break;

                    // What exists is not waited for, but what it is named by is.
                    case ResourceSymbol or VariableSymbol or FunctionSymbol:
                        pending.Enqueue(target);
                        break;
                }
            }
        }

        return found;
    }
}

using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding.Structure;

/// <summary>What a file may say once only, or must say; names that only their case tells apart.</summary>
internal static class FileStructure
{
    public static void Report(FileModel model)
    {
        OnlyOne<TargetScopeSyntax>(model, "BCP112", "The \"targetScope\" cannot be declared multiple times in one file.");
        OnlyOne<UsingSyntax>(model, "BCP262", "More than one using declaration are present");
        OnlyOne<ExtendsSyntax>(model, "BCP405", "More than one \"extends\" declaration are present");
        if (model.File.IsParameters && !model.Syntax.Statements.OfType<UsingSyntax>().Any())
        {
            model.Error("BCP261", "A using declaration must be present in this parameters file.", default);
        }

        if (model.Variables.Find(variable => variable.Name.Equals("copy", StringComparison.OrdinalIgnoreCase)) is { } copy)
        {
            model.Error("BCP239", "Identifier \"copy\" is a reserved Bicep symbol name and cannot be used in this context.", copy.At);
        }

        foreach (var symbol in model.File.IsParameters ? model.Variables.Concat<DeclaredSymbol>(model.Assignments).Where(symbol => symbol.Name == "base") : [])
        {
            model.Error("BCP432", "The identifier 'base' is reserved and cannot be declared.", symbol.At);
        }

        CheckCase(model);
        CheckExports(model);
        CheckImports(model);
    }

    private static void OnlyOne<T>(FileModel model, string code, string message) where T : StatementSyntax
    {
        var statements = model.Syntax.Statements.OfType<T>().ToList();
        foreach (var statement in statements.Count > 1 ? statements : [])
        {
            model.Error(code, message, (statement.Keyword?.Span ?? statement.Span));
        }
    }

    private static void CheckCase(FileModel model)
    {
        CheckCase(model, "parameters", model.Parameters.Select(symbol => (symbol.Name, symbol.At)));
        CheckCase(model, "variables", model.Variables.Select(symbol => (symbol.Name, symbol.At)));
        CheckCase(model, "outputs", model.Outputs.Select(symbol => (symbol.Name, symbol.At)));
        CheckCase(model, "types", model.Types.Select(symbol => (symbol.Name, symbol.At)));
        CheckCase(model, "asserts", model.Syntax.Statements.OfType<AssertSyntax>().Select(assert => (assert.Name.Text, assert.Name.Span)));
        foreach (var type in Nodes.Within(model.Syntax).OfType<ObjectTypeSyntax>())
        {
            CheckCase(model, "type properties", type.Properties.Where(property => property is { IsAdditional: false, KeyText: not null }).Select(property => (property.KeyText!, property.Key.Span)));
        }
    }

    private static void CheckCase(FileModel model, string kind, IEnumerable<(string Name, TextSpan At)> named)
    {
        foreach (var group in named.Where(item => item.Name.Length > 0).GroupBy(item => item.Name, StringComparer.OrdinalIgnoreCase))
        {
            var items = group.ToList();
            if (items.Count < 2 || items.DistinctBy(item => item.Name, StringComparer.Ordinal).Count() != items.Count)
            {
                continue;
            }

            foreach (var item in items)
            {
                model.Error("BCP353", $"The {kind} {string.Join(", ", items.Select(other => $"\"{other.Name}\""))} differ only in casing. The ARM deployments engine is not case sensitive and will not be able to distinguish between them.", item.At);
            }
        }
    }

    private static void CheckExports(FileModel model)
    {
        foreach (var variable in model.Variables)
        {
            var foreign = variable.IsExported ? NotExportable(model, variable) : [];
            if (foreign.Count > 0)
            {
                model.Error("BCP372", $"The \"@export()\" decorator may not be applied to variables that refer to parameters, modules, or resource, either directly or indirectly. The target of this decorator contains direct or transitive references to the following unexportable symbols: {string.Join(", ", foreign.Select(name => $"\"{name}\""))}.", variable.Decorator("export")!.Span);
            }
        }
    }

    private static SortedSet<string> NotExportable(FileModel model, VariableSymbol variable)
    {
        var (found, seen, pending) = (new SortedSet<string>(StringComparer.Ordinal), new HashSet<Symbol> { variable }, new Queue<Symbol>([variable]));
        while (pending.TryDequeue(out var next))
        {
            foreach (var (target, _) in model.Dependencies.GetValueOrDefault(next) ?? [])
            {
                if (target is ParameterSymbol or ResourceSymbol or ModuleSymbol)
                {
                    found.Add(target.Name);
                }
                else if (target is VariableSymbol && seen.Add(target))
                {
                    pending.Enqueue(target);
                }
            }
        }

        return found;
    }

    private static void CheckImports(FileModel model)
    {
        foreach (var group in model.Imports.OfType<ImportSymbol>().Where(import => import.Target is not null).GroupBy(import => import.Target).Where(group => group.Skip(1).Any()))
        {
            foreach (var import in group)
            {
                model.Error("BCP362", $"This symbol is imported multiple times under the names {string.Join(", ", group.Select(other => $"'{other.Name}'"))}.", import.At);
            }
        }
    }
}

using Frostline.Bicep.Syntax;

namespace Frostline.Bicep.Binding;

/// <summary>Gives imported names what other files export.</summary>
internal static class ImportBinding
{
    public static void Bind(FileModel model)
    {
        foreach (var import in model.Syntax.Statements.OfType<ImportSyntax>())
        {
            if (!model.ImportSources.TryGetValue(import, out var source))
            {
                continue;
            }

            if (import.Wildcard is { } wildcard)
            {
                foreach (var symbol in model.Imports.OfType<WildcardSymbol>().Where(symbol => symbol.At == wildcard.Name.Span))
                {
                    symbol.Target = source;
                }
            }

            foreach (var item in import.Symbols)
            {
                Bind(model, item, source);
            }
        }
    }

    private static void Bind(FileModel model, ImportedSymbolSyntax item, FileModel source)
    {
        var symbol = model.Imports.OfType<ImportSymbol>().FirstOrDefault(symbol => symbol.At == item.Span);
        var target = source.Names.GetValueOrDefault(item.ExportedName ?? "");
        if (target is DeclaredSymbol { IsExported: true } exported && symbol is not null)
        {
            symbol.Target = exported;
            source.Used.Add(exported);
            return;
        }

        model.Error("BCP360", $"The '{item.ExportedName}' symbol was not found in (or was not exported by) the imported template.", item.Span);
    }
}

using Frostline.Bicep.Binding;

namespace Frostline.Bicep.Emission;

/// <summary>What declarations are called in one template. What other files lend is taken in under a name of its own.</summary>
internal sealed class EmissionNames(FileModel home)
{
    private readonly Dictionary<DeclaredSymbol, string> _foreign = [];
    private readonly List<FileModel> _files = [];
    private readonly Queue<DeclaredSymbol> _added = [];

    public string Of(DeclaredSymbol symbol)
    {
        if (symbol.Model == home)
        {
            return symbol is ResourceSymbol { Container: { } container } ? $"{Of(container)}::{symbol.Name}" : symbol.Name;
        }

        if (!_foreign.TryGetValue(symbol, out var name))
        {
            if (!_files.Contains(symbol.Model))
            {
                _files.Add(symbol.Model);
            }

            name = $"_{_files.IndexOf(symbol.Model) + 1}_{symbol.Name}";
            _foreign.Add(symbol, name);
            _added.Enqueue(symbol);
        }

        return name;
    }

    /// <summary>The next declaration of another file that was named and is not written yet.</summary>
    public bool TryTakeForeign(out DeclaredSymbol symbol) => _added.TryDequeue(out symbol!);
}

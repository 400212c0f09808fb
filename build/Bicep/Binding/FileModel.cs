using Frostline.Bicep.Evaluation;
using Frostline.Bicep.Syntax;
using Frostline.Bicep.Types;

namespace Frostline.Bicep.Binding;

/// <summary>One file with what its names mean.</summary>
internal sealed class FileModel(BicepFile file, string fullPath)
{
    private readonly Dictionary<SyntaxNode, Symbol> _references = [];

    public BicepFile File => file;

    public string FullPath => fullPath;

    public string Directory => Path.GetDirectoryName(fullPath)!;

    public ProgramSyntax Syntax => file.Syntax;

    public List<Diagnostic> Diagnostics { get; } = [];

    /// <summary>The types of resources that its types may be derived from.</summary>
    public TypeCatalog Catalog { get; init; } = TypeCatalog.Empty;

    /// <summary>What may be named in expressions, types and calls.</summary>
    public Dictionary<string, Symbol> Names { get; } = new(StringComparer.Ordinal);

    public List<ParameterSymbol> Parameters { get; } = [];

    public List<AssignmentSymbol> Assignments { get; } = [];

    public List<VariableSymbol> Variables { get; } = [];

    /// <summary>Nested ones too, each after the one it is declared in.</summary>
    public List<ResourceSymbol> Resources { get; } = [];

    public List<ModuleSymbol> Modules { get; } = [];

    public List<OutputSymbol> Outputs { get; } = [];

    public List<TypeSymbol> Types { get; } = [];

    public List<FunctionSymbol> Functions { get; } = [];

    public List<Symbol> Imports { get; } = [];

    /// <summary>What each import reads from.</summary>
    public Dictionary<ImportSyntax, FileModel> ImportSources { get; } = [];

    /// <summary>Of a parameters file: what it is for.</summary>
    public FileModel? Using { get; set; }

    /// <summary>Of a parameters file: whose values it takes where it gives none itself.</summary>
    public FileModel? Extends { get; set; }

    public ScopeKind Scope { get; set; }

    /// <summary>It declares an extension beside those of Azure.</summary>
    public bool HasExtensions { get; } = file.Syntax.Statements.OfType<ExtensionSyntax>().Any(Extensions.IsForeign);

    /// <summary>Symbols that some expression names.</summary>
    public HashSet<Symbol> Used { get; } = [];

    /// <summary>Dependencies of each declaration on declarations of this file.</summary>
    public Dictionary<Symbol, List<(Symbol Target, TextSpan At)>> Dependencies { get; } = [];

    /// <summary>Declarations that need themselves, by others or at once.</summary>
    public HashSet<Symbol> Cyclic { get; } = [];

    /// <summary>The files it names, with where it names them.</summary>
    public List<(FileModel Target, TextSpan At)> Links { get; } = [];

    public void Bind(SyntaxNode reference, Symbol symbol) => _references[reference] = symbol;

    public Symbol? SymbolOf(SyntaxNode reference) => _references.GetValueOrDefault(reference);

    public SourceSpot SpotOf(TextSpan span)
    {
        var (line, column) = file.Source.PositionOf(span.Start);
        return new SourceSpot(file.Path, line, column);
    }

    public void Error(string code, string message, TextSpan at) => Diagnostics.Add(file.Source.Diagnose(DiagnosticSeverity.Error, code, message, at));

    public void Warn(string code, string message, TextSpan at) => Diagnostics.Add(file.Source.Diagnose(DiagnosticSeverity.Warning, code, message, at));

    public string TextOf(SyntaxElement node) => file.Source.Slice(node.Span).ToString();
}

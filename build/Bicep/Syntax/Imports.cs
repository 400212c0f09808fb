namespace Frostline.Bicep.Syntax;

/// <summary><c>import { a, b as c } from 'path'</c> or <c>import * as name from 'path'</c>.</summary>
internal sealed class ImportSyntax(DecoratorList decorators, Token keyword, SyntaxNode symbols, Token from, ExpressionSyntax path) : StatementSyntax(decorators, keyword, symbols, from, path)
{
    /// <summary>Empty for a wildcard.</summary>
    public IReadOnlyList<ImportedSymbolSyntax> Symbols { get; } = (symbols as ImportedSymbolList)?.Items ?? [];

    /// <summary>Null for a list of symbols.</summary>
    public WildcardImportSyntax? Wildcard { get; } = symbols as WildcardImportSyntax;

    public ExpressionSyntax Path { get; } = path;
}

internal sealed class ImportedSymbolList(List<SyntaxElement> elements) : SyntaxNode(Adopt(elements))
{
    public IReadOnlyList<ImportedSymbolSyntax> Items => field ??= [.. Children.OfType<ImportedSymbolSyntax>()];
}

/// <summary><c>name</c> or <c>name as alias</c>; the name may be a string where it is no identifier.</summary>
internal sealed class ImportedSymbolSyntax(SyntaxElement name, AliasSyntax? alias) : SyntaxNode(name, alias)
{
    /// <summary>As the other file exports it.</summary>
    public string? ExportedName { get; } = name is Token token ? token.Text : (name as StringSyntax)?.Literal;

    /// <summary>As this file calls it.</summary>
    public string? LocalName { get; } = alias?.Name.Text ?? (name is Token token ? token.Text : (name as StringSyntax)?.Literal);
}

internal sealed class WildcardImportSyntax(Token star, AliasSyntax alias) : SyntaxNode(star, alias)
{
    public Token Name { get; } = alias.Name;
}

/// <summary><c>as name</c>.</summary>
internal sealed class AliasSyntax(Token keyword, Token name) : SyntaxNode(keyword, name)
{
    public Token Name { get; } = name;
}

/// <summary><c>with { … }</c>.</summary>
internal sealed class WithSyntax(Token keyword, ExpressionSyntax configuration) : SyntaxNode(keyword, configuration)
{
    public ExpressionSyntax Configuration { get; } = configuration;
}

/// <summary><c>extension name with { … } as alias</c>.</summary>
internal sealed class ExtensionSyntax(DecoratorList decorators, Token keyword, SyntaxElement specification, WithSyntax? with, AliasSyntax? alias) : StatementSyntax(decorators, keyword, specification, with, alias)
{
    /// <summary>An identifier or a <see cref="StringSyntax"/>.</summary>
    public SyntaxElement Specification { get; } = specification;

    public ExpressionSyntax? Configuration { get; } = with?.Configuration;

    public Token? Alias { get; } = alias?.Name;
}

/// <summary><c>extensionConfig name with { … }</c>, in a parameters file.</summary>
internal sealed class ExtensionConfigurationSyntax(DecoratorList decorators, Token keyword, Token name, WithSyntax? with) : DeclarationSyntax(decorators, name, keyword, name, with)
{
    public ExpressionSyntax? Configuration { get; } = with?.Configuration;
}

/// <summary><c>using 'main.bicep'</c> or <c>using none</c>, in a parameters file.</summary>
internal sealed class UsingSyntax(DecoratorList decorators, Token keyword, SyntaxElement target, WithSyntax? with) : StatementSyntax(decorators, keyword, target, with)
{
    /// <summary>A <see cref="StringSyntax"/>, or the word <c>none</c>.</summary>
    public SyntaxElement Target { get; } = target;

    public bool IsNone => Target is Token;
}

/// <summary><c>extends 'shared.bicepparam'</c>, in a parameters file.</summary>
internal sealed class ExtendsSyntax(DecoratorList decorators, Token keyword, ExpressionSyntax path) : StatementSyntax(decorators, keyword, path)
{
    public ExpressionSyntax Path { get; } = path;
}

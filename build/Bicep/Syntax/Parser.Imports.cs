namespace Frostline.Bicep.Syntax;

internal sealed partial class Parser
{
    private const string ExpectedFilePath = "Expected a Bicep file path string. This should be a relative path to another bicep file to be associated with this parameter file.";

    private ImportSyntax Import(DecoratorList decorators)
    {
        var keyword = Read();
        SyntaxNode symbols;
        if (At(TokenKind.Star))
        {
            var star = Read();
            var word = ExpectWord("as");
            symbols = new WildcardImportSyntax(star, new AliasSyntax(word, word.IsMissing ? Missing(TokenKind.Identifier) : Name("BCP356", "a valid namespace identifier")));
        }
        else if (At(TokenKind.LeftBrace))
        {
            symbols = new ImportedSymbolList(Elements(Read(), TokenKind.RightBrace, static parser => parser.ImportedSymbol()));
        }
        else
        {
            Unexpected("BCP354", "Expected left brace ('{') or asterisk ('*') character at this location.");
            symbols = MissingExpression();
        }

        return new ImportSyntax(decorators, keyword, symbols, ExpectWord("from"), Path("BCP097", ExpectedModulePath));
    }

    private ImportedSymbolSyntax ImportedSymbol()
    {
        var start = Current.Span;
        SyntaxElement name = AtString ? String() : Name("BCP355", "the name of an exported symbol");
        var alias = Alias("BCP325", "a type identifier");
        if (name is StringSyntax { Literal: null }) _diagnostics.Error(start, "BCP032", "The value must be a compile-time constant.");
        else if (name is StringSyntax && alias is null) _diagnostics.Error(start, "BCP375", "An import list item that identifies its target with a quoted string must include an 'as <alias>' clause.");
        return new ImportedSymbolSyntax(name, alias);
    }

    private AliasSyntax? Alias(string code, string whatFor) => AtWord("as") ? new AliasSyntax(Read(), Name(code, whatFor)) : null;

    private ExtensionSyntax Extension(DecoratorList decorators, Token keyword)
    {
        if (!AtString && !At(TokenKind.Identifier)) Unexpected("BCP201", "Expected an extension specification string. This should either be a relative path, or a valid OCI artifact specification.");
        SyntaxElement specification = AtString ? String() : At(TokenKind.Identifier) ? Read() : Missing(TokenKind.Identifier);
        var with = With();
        var alias = Alias("BCP202", "an extension alias name");
        if (!At(TokenKind.NewLine) && !AtEnd)
        {
            Unexpected("BCP305", with is null
                ? "Expected the \"with\" keyword, \"as\" keyword, or a new line character at this location."
                : "Expected the \"as\" keyword or a new line character at this location.");
        }

        return new ExtensionSyntax(decorators, keyword, specification, with, alias);
    }

    private WithSyntax? With() => AtWord("with") ? new WithSyntax(Read(), Object(ObjectMember)) : null;

    private SyntaxElement UsingTarget() => AtWord("none") ? Read() : Path("BCP257", ExpectedFilePath);
}

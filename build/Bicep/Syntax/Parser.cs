namespace Frostline.Bicep.Syntax;

/// <summary>
/// Makes a tree of any text. What is missing is an empty token, what makes no sense is skipped up to the end of the line or
/// of the brackets it stands in, and the parser goes on from there, so that one run says all that is wrong.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>How deep expressions, types and nested resources may go: far beyond what people write, far below what a stack holds.</summary>
    public const int DeepestNesting = 128;

    /// <summary>How many operators or accesses may follow one another without brackets.</summary>
    public const int LongestChain = 256;

    private static readonly HashSet<string> DeclarationWords =
        ["targetScope", "metadata", "param", "var", "resource", "module", "output", "type", "func", "import", "extension", "assert", "test", "using", "extends", "extensionConfig"];

    private readonly SourceText _source;
    private readonly DiagnosticBag _diagnostics;
    private readonly Token[] _tokens;
    private readonly bool _isParameters;
    private readonly Stack<List<SyntaxElement>> _spare = new();
    private readonly List<SyntaxNode> _placed = [];
    private int _at;
    private int _nesting;

    public Parser(SourceText source, DiagnosticBag diagnostics, bool isParameters)
    {
        _source = source;
        _diagnostics = diagnostics;
        _isParameters = isParameters;
        var lexer = new Lexer(source, diagnostics);
        _tokens = [.. lexer.Tokenize()];
        Directives = lexer.Directives;
    }

    public IReadOnlyList<Directive> Directives { get; }

    public ProgramSyntax Program()
    {
        var elements = Rent();
        while (!AtEnd)
        {
            if (At(TokenKind.NewLine))
            {
                elements.Add(Read());
                continue;
            }

            var errors = _diagnostics.Count;
            elements.Add(Statement());
            if (!At(TokenKind.NewLine) && !AtEnd && !AtNextStatement())
            {
                Leftover(errors, "BCP019", "Expected a new line character at this location.");
                elements.Add(RestOfLine(DecoratorList.None));
            }

            _diagnostics.Muted = false;
            _nesting = 0;
        }

        elements.Add(Current);
        var program = new ProgramSyntax(elements);
        foreach (var node in _placed) Placement.Check(node, _diagnostics);
        return program;
    }

    private Token Current => _tokens[_at];

    private bool AtEnd => Current.Kind == TokenKind.EndOfFile;

    private bool At(TokenKind kind) => Current.Kind == kind;

    private bool AtWord(string word) => Current.Is(word);

    private bool AtString => Current.Kind is TokenKind.String or TokenKind.StringLeft;

    private Token Peek(int ahead) => _tokens[Math.Min(_at + ahead, _tokens.Length - 1)];

    private Token PeekPastNewLines()
    {
        var at = _at;
        while (_tokens[at].Kind == TokenKind.NewLine) at++;
        return _tokens[at];
    }

    /// <summary>Never beyond the end of the file.</summary>
    private Token Read() => AtEnd ? Current : _tokens[_at++];

    private Token Missing(TokenKind kind)
    {
        var position = Current.FullStart;
        return new Token(_source, kind, position, new TextSpan(position, 0));
    }

    private SkippedSyntax MissingExpression() => new([], Current.FullStart);

    private void Unexpected(string code, string message) =>
        _diagnostics.Error(At(TokenKind.NewLine) ? new TextSpan(Current.Span.Start, 0) : Current.Span, code, message);

    /// <summary>Says that something should have ended, unless that is the echo of an error in it.</summary>
    private void Leftover(int errorsBefore, string code, string message)
    {
        var isEcho = _diagnostics.Count > errorsBefore || At(TokenKind.Unrecognized) || _tokens[_at - 1].Kind == TokenKind.Unrecognized;
        if (!isEcho) Unexpected(code, message);
    }

    private Token Expect(TokenKind kind, string character)
    {
        if (At(kind)) return Read();
        Unexpected("BCP018", $"Expected the \"{character}\" character at this location.");
        return Missing(kind);
    }

    private Token ExpectWord(string word)
    {
        if (AtWord(word)) return Read();
        Unexpected("BCP012", $"Expected the \"{word}\" keyword at this location.");
        return Missing(TokenKind.Identifier);
    }

    /// <summary>An identifier; another single word in its place is taken for one, with an error.</summary>
    private Token Name(string code, string whatFor)
    {
        if (At(TokenKind.Identifier)) return Read();
        Unexpected(code, $"Expected {whatFor} at this location.");
        return Current.Kind is TokenKind.Integer or TokenKind.True or TokenKind.False or TokenKind.Null or TokenKind.Unrecognized ? Read() : Missing(TokenKind.Identifier);
    }

    private void NewLines(List<SyntaxElement> into)
    {
        while (At(TokenKind.NewLine)) into.Add(Read());
    }

    private Token[] NewLinesBefore(bool wanted)
    {
        if (!wanted || !At(TokenKind.NewLine)) return [];
        var start = _at;
        while (At(TokenKind.NewLine)) _at++;
        return _tokens[start.._at];
    }

    /// <summary>Whether a declaration begins here, at the left edge: where a bracket was never closed, the file goes on from there.</summary>
    private bool AtNextStatement(int ahead = 0)
    {
        var word = Peek(ahead);
        if (word.Kind != TokenKind.Identifier || word.Span.Start == 0 || _source.Text[word.Span.Start - 1] is not ('\r' or '\n')) return false;
        var next = Peek(ahead + 1);
        return next.Kind == TokenKind.Identifier && Peek(ahead + 2).Kind is not (TokenKind.Colon or TokenKind.NewLine) && DeclarationWords.Contains(word.Text);
    }

    private SkippedStatementSyntax RestOfLine(DecoratorList decorators)
    {
        var position = Current.FullStart;
        var skipped = Rent();
        do
        {
            if (!AtEnd && !At(TokenKind.NewLine)) skipped.Add(Read());
            Skip(skipped);
        }
        while (!AtEnd && !At(TokenKind.NewLine));
        return new SkippedStatementSyntax(decorators, [.. skipped.Cast<Token>()], position);
    }

    /// <summary>Up to the end of the line or the bracket that closes what we are in; brackets opened on the way are skipped whole.</summary>
    private void Skip(List<SyntaxElement> into)
    {
        var depth = 0;
        while (!AtEnd)
        {
            switch (Current.Kind)
            {
                case TokenKind.NewLine when depth == 0 || AtNextStatement(ahead: 1):
                    return;
                case TokenKind.LeftBrace or TokenKind.LeftBracket or TokenKind.LeftParenthesis or TokenKind.StringLeft:
                    depth++;
                    break;
                case TokenKind.RightBrace or TokenKind.RightBracket or TokenKind.RightParenthesis or TokenKind.StringRight:
                    if (depth == 0) return;
                    depth--;
                    break;
                case TokenKind.StringMiddle when depth == 0:
                    return;
            }

            into.Add(Read());
        }
    }

    /// <summary>A list to collect the children of a node in; <see cref="Give"/> takes it back when the node has copied it.</summary>
    private List<SyntaxElement> Rent(SyntaxElement? first = null)
    {
        var list = _spare.Count > 0 ? _spare.Pop() : [];
        if (first is not null) list.Add(first);
        return list;
    }

    private T Give<T>(List<SyntaxElement> list, T node)
    {
        list.Clear();
        _spare.Push(list);
        return node;
    }

    /// <summary>Remembers a node whose place is to be checked when the tree is whole.</summary>
    private T Placed<T>(T node) where T : SyntaxNode
    {
        _placed.Add(node);
        return node;
    }

    private bool Enter()
    {
        if (_nesting < DeepestNesting)
        {
            _nesting++;
            return true;
        }

        TooDeep();
        return false;
    }

    private void Leave() => _nesting--;

    /// <summary>One error; what follows in the statement would only be echoes.</summary>
    private void TooDeep()
    {
        Unexpected("nesting-too-deep", $"This is nested too deep: at most {DeepestNesting} levels and {LongestChain} operators in a row. Give parts of it a name, as variables or modules.");
        _diagnostics.Muted = true;
    }

    private bool IsTooLong(SyntaxNode chain)
    {
        if (chain.Depth <= LongestChain + (2 * DeepestNesting)) return false;
        TooDeep();
        return true;
    }
}

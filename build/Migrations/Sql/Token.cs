namespace Frostline.Migrations.Sql;

/// <summary>What a token is, as PostgreSQL's own scanner parts text.</summary>
internal enum TokenKind
{
    /// <summary>A keyword or a name without quotes; which of the two it is, only its place tells.</summary>
    Word,

    /// <summary>A name in double quotes, also <c>U&amp;"…"</c>.</summary>
    QuotedName,

    /// <summary>Any string: plain, <c>E''</c>, <c>B''</c>, <c>X''</c>, <c>U&amp;''</c> or dollar quoted.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A place for a value, such as <c>$1</c>.</summary>
    Parameter,

    /// <summary>An operator, or one of <c>( ) [ ] , ; : .</c>.</summary>
    Symbol,

    /// <summary>A comment of either kind; never among the tokens of a statement.</summary>
    Comment,
}

/// <summary>A piece of SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As it was written, quotes included.</param>
/// <param name="Offset">Of its first character, from 0.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Offset, int Line, int Column)
{
    public int End => Offset + Text.Length;

    /// <summary>The name that PostgreSQL would look for: folded to lower case without quotes, as it stands within them.</summary>
    public string Name => Kind switch
    {
        TokenKind.Word => Text.ToLowerInvariant(),
        TokenKind.QuotedName => Text[(Text.IndexOf('"', StringComparison.Ordinal) + 1)..^1].Replace("\"\"", "\"", StringComparison.Ordinal),
        _ => Text,
    };

    /// <summary>Whether it can name something.</summary>
    public bool IsName => Kind is TokenKind.Word or TokenKind.QuotedName;

    /// <summary>Whether it is this keyword or symbol; a quoted name never is.</summary>
    public bool Is(string word) => Kind is TokenKind.Word or TokenKind.Symbol && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Text;
}

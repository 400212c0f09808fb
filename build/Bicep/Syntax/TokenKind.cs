namespace Frostline.Bicep.Syntax;

/// <summary>The language's tokens. Keywords are identifiers that stand where a keyword may: only the grammar can tell.</summary>
internal enum TokenKind : byte
{
    EndOfFile,
    NewLine,
    Unrecognized,
    Identifier,
    Integer,

    /// <summary>A whole string, <c>'…'</c> or <c>'''…'''</c>, without interpolation.</summary>
    String,

    /// <summary><c>'…${</c>: the piece before the first interpolated expression.</summary>
    StringLeft,

    /// <summary><c>}…${</c>: a piece between two interpolated expressions.</summary>
    StringMiddle,

    /// <summary><c>}…'</c>: the piece after the last interpolated expression.</summary>
    StringRight,

    True,
    False,
    Null,
    At,
    LeftBrace,
    RightBrace,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    Comma,
    Dot,
    Ellipsis,
    Question,
    QuestionQuestion,
    Colon,
    ColonColon,
    Assignment,
    Arrow,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Hat,
    Exclamation,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    EqualIgnoreCase,
    NotEqualIgnoreCase,
    And,
    Or,
    Pipe,
}

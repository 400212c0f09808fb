namespace Frostline.Migrations.Sql;

/// <summary>Parts SQL into tokens as PostgreSQL's scanner does (its manual, 4.1 "Lexical Structure"), in one pass.</summary>
internal sealed class Tokenizer(string text)
{
    private const string OperatorCharacters = "+-*/<>=~!@#%^&|`?";

    private int position;
    private int line = 1;
    private int lineStart;
    private int counted;

    /// <summary>All tokens, comments among them.</summary>
    /// <exception cref="SqlException">A string, name or comment does not end, or a character begins nothing.</exception>
    public static IReadOnlyList<Token> Read(string text)
    {
        var tokenizer = new Tokenizer(text);
        var tokens = new List<Token>();
        while (tokenizer.Next() is { } token)
            tokens.Add(token);
        return tokens;
    }

    private char Current => At(0);

    private char At(int distance) => position + distance < text.Length ? text[position + distance] : '\0';

    private Token? Next()
    {
        while (char.IsWhiteSpace(Current))
            position++;
        if (position >= text.Length)
            return null;
        var start = position;
        CountLines(start);
        var (startLine, column) = (line, start - lineStart + 1);
        var kind = Scan(startLine, column);
        return new(kind, text[start..position], start, startLine, column);
    }

    private void CountLines(int to)
    {
        for (; counted < to; counted++)
        {
            if (text[counted] == '\n')
                (line, lineStart) = (line + 1, counted + 1);
        }
    }

    private TokenKind Scan(int startLine, int column)
    {
        SqlException Broken(string problem) => new(startLine, column, problem);
        if (Current == '-' && At(1) == '-')
            return LineComment();
        if (Current == '/' && At(1) == '*')
            return BlockComment() ? TokenKind.Comment : throw Broken("the comment does not end. Close it with */.");
        if (StringPrefix() is { } prefix)
            return Quoted(prefix, '\'', escapes: char.ToUpperInvariant(Current) == 'E') ? TokenKind.Text : throw Broken("the string does not end. Close it with a single quote.");
        if (NamePrefix() is { } before)
            return Quoted(before, '"', escapes: false) ? TokenKind.QuotedName : throw Broken("the name does not end. Close it with a double quote.");
        if (DollarTag() is { } tag)
            return DollarQuoted(tag) ? TokenKind.Text : throw Broken($"the string does not end. Close it with {tag}.");
        if (IsNameStart(Current))
            return While(IsNamePart, TokenKind.Word);
        if (char.IsAsciiDigit(Current) || (Current == '.' && char.IsAsciiDigit(At(1))))
            return Number();
        if (Current == '$' && char.IsAsciiDigit(At(1)))
            return Parameter();
        return Symbol() ? TokenKind.Symbol : throw Broken($"'{Current}' begins nothing that SQL knows.");
    }

    private TokenKind LineComment() => While(character => character is not ('\n' or '\r' or '\0'), TokenKind.Comment);

    private bool BlockComment()
    {
        var depth = 0;
        do
        {
            if (position >= text.Length)
                return false;
            if (Current == '/' && At(1) == '*')
                (depth, position) = (depth + 1, position + 2);
            else if (Current == '*' && At(1) == '/')
                (depth, position) = (depth - 1, position + 2);
            else
                position++;
        }
        while (depth > 0);
        return true;
    }

    /// <returns>Characters before the quote, or null when no string begins here.</returns>
    private int? StringPrefix() => Current switch
    {
        '\'' => 0,
        'E' or 'e' or 'B' or 'b' or 'X' or 'x' or 'N' or 'n' when At(1) == '\'' => 1,
        'U' or 'u' when At(1) == '&' && At(2) == '\'' => 2,
        _ => null,
    };

    private int? NamePrefix() => Current switch
    {
        '"' => 0,
        'U' or 'u' when At(1) == '&' && At(2) == '"' => 2,
        _ => null,
    };

    private bool Quoted(int prefix, char quote, bool escapes)
    {
        for (position += prefix + 1; position < text.Length; position++)
        {
            if (escapes && Current == '\\')
                position++;
            else if (Current == quote && At(1) == quote)
                position++;
            else if (Current == quote)
            {
                position++;
                return true;
            }
        }

        return false;
    }

    /// <returns><c>$$</c> or <c>$tag$</c>, or null.</returns>
    private string? DollarTag()
    {
        if (Current != '$')
            return null;
        var length = 1;
        while (IsNamePart(At(length)) && At(length) != '$' && !(length == 1 && char.IsAsciiDigit(At(length))))
            length++;
        return At(length) == '$' ? text.Substring(position, length + 1) : null;
    }

    private bool DollarQuoted(string tag)
    {
        var end = text.IndexOf(tag, position + tag.Length, StringComparison.Ordinal);
        position = end + tag.Length;
        return end >= 0;
    }

    private TokenKind Number()
    {
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_' || (Current == '.' && At(1) != '.') || (Current is '+' or '-' && IsExponent()))
            position++;
        return TokenKind.Number;
    }

    private bool IsExponent() => text[position - 1] is 'e' or 'E' && char.IsAsciiDigit(At(1));

    private TokenKind Parameter()
    {
        position++;
        return While(char.IsAsciiDigit, TokenKind.Parameter);
    }

    private bool Symbol()
    {
        if ((Current, At(1)) is (':', ':') or (':', '=') or ('.', '.'))
            position += 2;
        else if (Current is '(' or ')' or '[' or ']' or ',' or ';' or ':' or '.')
            position++;
        else if (OperatorCharacters.Contains(Current, StringComparison.Ordinal))
            Operator();
        else
            return false;
        return true;
    }

    /// <summary>An operator ends where a comment begins, even without a space between.</summary>
    private void Operator()
    {
        do
            position++;
        while (Current != '\0' && OperatorCharacters.Contains(Current, StringComparison.Ordinal) && (Current, At(1)) is not (('-', '-') or ('/', '*')));
    }

    private TokenKind While(Func<char, bool> part, TokenKind kind)
    {
        while (position < text.Length && part(Current))
            position++;
        return kind;
    }

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character == '_' || character >= 0x80;

    private static bool IsNamePart(char character) => IsNameStart(character) || char.IsAsciiDigit(character) || character == '$';
}

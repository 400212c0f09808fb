using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

/// <summary>Reads the template language: calls, literals and accesses, nothing else.</summary>
internal sealed class ExpressionParser
{
    private const int DeepestNesting = 128;
    private const int LongestExpression = 24_576;
    private const int MostRemembered = 20_000;
    private static readonly ConcurrentDictionary<string, Expression> Remembered = new(StringComparer.Ordinal);
    private readonly string text;
    private int at;
    private int depth;

    private ExpressionParser(string text) => this.text = text;

    /// <summary>Whether a string of a template is an expression; <c>[[</c> begins a literal bracket.</summary>
    public static bool IsExpression(string text) => text.Length >= 2 && text[0] == '[' && text[^1] == ']' && text[1] != '[';

    /// <param name="text">With its brackets.</param>
    /// <exception cref="ExpressionException">Not an expression; tells the position in it.</exception>
    public static Expression Parse(string text)
    {
        if (Remembered.TryGetValue(text, out var known))
            return known;

        if (text.Length > LongestExpression)
            throw new ExpressionException($"The expression is {text.Length} characters long. At most {LongestExpression} are allowed.");

        var parser = new ExpressionParser(text[1..^1]);
        var expression = parser.ReadExpression();
        parser.SkipSpace();
        if (parser.at < parser.text.Length)
            throw parser.Fail($"'{parser.text[parser.at]}' was not expected");

        if (Remembered.Count < MostRemembered)
            Remembered[text] = expression;

        return expression;
    }

    private Expression ReadExpression()
    {
        if (++depth > DeepestNesting)
            throw Fail($"it is nested deeper than {DeepestNesting} levels");

        SkipSpace();
        Expression expression = Peek() switch
        {
            '\'' => new LiteralExpression(JsonValue.Create(ReadString())),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            var c when char.IsLetter(c) || c == '_' => ReadCall(),
            '\0' => throw Fail("it ends where a value was expected"),
            var c => throw Fail($"'{c}' was not expected"),
        };
        var accesses = 0;
        while (true)
        {
            SkipSpace();
            if (Peek() == '.')
            {
                at++;
                expression = new AccessExpression(expression, new LiteralExpression(JsonValue.Create(ReadName())));
            }
            else if (Peek() == '[')
            {
                at++;
                var key = ReadExpression();
                Expect(']');
                expression = new AccessExpression(expression, key);
            }
            else
            {
                break;
            }

            if (++accesses > DeepestNesting)
                throw Fail($"it has more than {DeepestNesting} accesses in a row");
        }

        depth--;
        return expression;
    }

    private CallExpression ReadCall()
    {
        var name = ReadName();
        SkipSpace();
        while (Peek() == '.')
        {
            at++;
            name = $"{name}.{ReadName()}";
            SkipSpace();
        }

        Expect('(');
        var arguments = new List<Expression>();
        SkipSpace();
        if (Peek() == ')')
        {
            at++;
            return new CallExpression(name, arguments);
        }

        while (true)
        {
            arguments.Add(ReadExpression());
            SkipSpace();
            if (Peek() == ',')
            {
                at++;
                continue;
            }

            Expect(')');
            return new CallExpression(name, arguments);
        }
    }

    private LiteralExpression ReadNumber()
    {
        var start = at++;
        while (char.IsAsciiDigit(Peek()) || (Peek() is '.' && char.IsAsciiDigit(PeekNext())))
            at++;

        var digits = text.AsSpan(start, at - start);
        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return new LiteralExpression(JsonValue.Create(whole));

        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new LiteralExpression(JsonValue.Create(number))
            : throw Fail($"'{digits}' is not a number");
    }

    private string ReadString()
    {
        var value = new StringBuilder();
        at++;
        while (at < text.Length)
        {
            if (text[at] != '\'')
                value.Append(text[at++]);
            else if (PeekNext() == '\'')
            {
                value.Append('\'');
                at += 2;
            }
            else
            {
                at++;
                return value.ToString();
            }
        }

        throw Fail("a string has no closing quote");
    }

    private string ReadName()
    {
        SkipSpace();
        var start = at;
        while (char.IsLetterOrDigit(Peek()) || Peek() is '_' or '$')
            at++;

        return at > start ? text[start..at] : throw Fail("a name was expected");
    }

    private void Expect(char due)
    {
        SkipSpace();
        if (Peek() != due)
            throw Fail($"'{due}' was expected");

        at++;
    }

    private void SkipSpace()
    {
        while (char.IsWhiteSpace(Peek()))
            at++;
    }

    private char Peek() => at < text.Length ? text[at] : '\0';

    private char PeekNext() => at + 1 < text.Length ? text[at + 1] : '\0';

    private ExpressionException Fail(string why) => new($"Unable to parse language expression '{Shorten(text)}': {why} at position {at}.");

    private static string Shorten(string text) => text.Length > 200 ? $"{text[..200]}…" : text;
}

using System.Globalization;
using System.Text;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Functions of texts.</summary>
internal static class StringFunctions
{
    public static IEnumerable<FunctionInfo> All =>
    [
        Text("format", 1, FunctionInfo.Any, Format),
        Text("padLeft", 2, 3, PadLeft),
        Text("replace", 3, 3, a => Limited(a.Text(1).Length == 0 ? a.Text(0) : a.Text(0).Replace(a.Text(1), a.Text(2), StringComparison.Ordinal))),
        Text("toLower", 1, 1, a => a.Text(0).ToLowerInvariant()),
        Text("toUpper", 1, 1, a => a.Text(0).ToUpperInvariant()),
        Text("trim", 1, 1, a => a.Text(0).Trim()),
        Text("substring", 2, 3, Substring),
        Text("uniqueString", 1, FunctionInfo.Any, a => UniqueNames.UniqueString(a.Texts())),
        Text("guid", 1, FunctionInfo.Any, a => UniqueNames.NamedGuid(a.Texts())),
        Text("base64", 1, 1, a => Convert.ToBase64String(Encoding.UTF8.GetBytes(a.Text(0)))),
        Text("base64ToString", 1, 1, FromBase64),
        Text("dataUri", 1, 1, a => $"data:text/plain;charset=utf8;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(Arguments.PlainText(a[0])))}"),
        Text("dataUriToString", 1, 1, FromDataUri),
        Text("uriComponent", 1, 1, a => Uri.EscapeDataString(a.Text(0))),
        Text("uriComponentToString", 1, 1, a => Uri.UnescapeDataString(a.Text(0))),
        Text("uri", 2, 2, CombineUri),
        Text("join", 2, 2, a => Limited(string.Join(a.Text(1), a.Array(0).Items.Select(item => Arguments.PlainText(item.Value))))),
        Text("string", 1, 1, a => Arguments.PlainText(a[0])),
        new("base64ToJson", 1, 1, "any", FunctionKind.Deep, a => JsonValues.Read(FromBase64(a))),
        new("json", 1, 1, "any", FunctionKind.Deep, a => JsonValues.Read(a.Text(0))),
        new("split", 2, 2, "array", FunctionKind.Deep, Split),
        new("startsWith", 2, 2, "bool", FunctionKind.Deep, a => new BooleanValue(a.Text(0).StartsWith(a.Text(1), StringComparison.OrdinalIgnoreCase))),
        new("endsWith", 2, 2, "bool", FunctionKind.Deep, a => new BooleanValue(a.Text(0).EndsWith(a.Text(1), StringComparison.OrdinalIgnoreCase))),
        new("int", 1, 1, "int", FunctionKind.Deep, ToInteger),
        new("bool", 1, 1, "bool", FunctionKind.Deep, ToBoolean),
        new("parseUri", 1, 1, "object", FunctionKind.Deep, ParseUri),
        new("buildUri", 1, 1, "string", FunctionKind.Deep, BuildUri),
    ];

    private static FunctionInfo Text(string name, int minimum, int maximum, Func<Arguments, string> body) =>
        new(name, minimum, maximum, "string", FunctionKind.Deep, arguments => new StringValue(body(arguments)));

    private static string Limited(string text) => text.Length <= Arguments.MaximumSize ? text : throw new EvaluationException("The text would be too long.");

    private static string Format(Arguments a)
    {
        try
        {
            return Limited(string.Format(CultureInfo.InvariantCulture, a.Text(0), [.. a.Values.Skip(1).Select(Formattable)]));
        }
        catch (FormatException)
        {
            throw new EvaluationException($"'{a.Text(0)}' is not a format for {a.Count - 1} values.", "BCP234");
        }
    }

    private static object Formattable(BicepValue value) => value.AsInteger() is { } number ? number : Arguments.PlainText(value);

    private static string PadLeft(Arguments a)
    {
        var pad = a.Has(2) ? a.Text(2) : " ";
        return a.SmallInteger(1) is >= 0 and <= Arguments.MaximumSize and var width && pad.Length == 1
            ? Arguments.PlainText(a[0]).PadLeft(width, pad[0])
            : throw new EvaluationException("padLeft needs a length that is not negative and a single character.");
    }

    private static string Substring(Arguments a)
    {
        var text = a.Text(0);
        var start = a.Integer(1);
        var length = a.Has(2) ? a.Integer(2) : text.Length - start;
        return start < 0 || length < 0 || start + length > text.Length
            ? throw new EvaluationException($"substring({start}, {length}) is outside of a text of {text.Length} characters.", "BCP327")
            : text.Substring((int)start, (int)length);
    }

    private static string FromBase64(Arguments a)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(a.Text(0)));
        }
        catch (FormatException)
        {
            throw new EvaluationException("The text is not base64.");
        }
    }

    private static string FromDataUri(Arguments a)
    {
        var text = a.Text(0);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (!text.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || comma < 0)
        {
            throw new EvaluationException("The text is not a data URI.");
        }

        var data = text[(comma + 1)..];
        if (!text[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
        {
            return Uri.UnescapeDataString(data);
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw new EvaluationException("The data of the URI is not base64.");
        }
    }

    private static string CombineUri(Arguments a) =>
        Uri.TryCreate(a.Text(0), UriKind.Absolute, out var root) && Uri.TryCreate(root, a.Text(1), out var whole)
            ? whole.ToString()
            : throw new EvaluationException($"'{a.Text(0)}' is not an absolute URI.");

    private static ArrayValue Split(Arguments a)
    {
        string[] separators = a[1] is ArrayValue array ? [.. array.Items.Select(item => Arguments.PlainText(item.Value))] : [a.Text(1)];
        return new ArrayValue(a.Text(0).Split(separators, StringSplitOptions.None).Select(part => new StringValue(part)));
    }

    private static BicepValue ToInteger(Arguments a) => a[0] switch
    {
        IntegerValue => a[0],
        StringValue text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => new IntegerValue(number),
        DecimalValue number => new IntegerValue((long)number.Value),
        StringValue text => throw new EvaluationException($"'{text.Value}' is not an integer."),
        _ => throw a.Wrong(0, "a string or an integer"),
    };

    private static BicepValue ToBoolean(Arguments a) => a[0] switch
    {
        BooleanValue => a[0],
        IntegerValue number => new BooleanValue(number.Value != 0),
        StringValue text when text.Value is "1" or "0" => new BooleanValue(text.Value == "1"),
        StringValue text when bool.TryParse(text.Value, out var boolean) => new BooleanValue(boolean),
        StringValue text => throw new EvaluationException($"'{text.Value}' is not a boolean."),
        _ => throw a.Wrong(0, "a string, an integer or a boolean"),
    };

    private static ObjectValue ParseUri(Arguments a)
    {
        if (!Uri.TryCreate(a.Text(0), UriKind.Absolute, out var uri))
        {
            throw new EvaluationException($"'{a.Text(0)}' is not an absolute URI.");
        }

        return new ObjectValue(
        [
            new("scheme", new StringValue(uri.Scheme)),
            new("host", new StringValue(uri.Host)),
            new("port", uri.IsDefaultPort ? BicepValue.Null : new IntegerValue(uri.Port)),
            new("path", new StringValue(uri.AbsolutePath)),
            new("query", new StringValue(uri.Query)),
        ]);
    }

    private static StringValue BuildUri(Arguments a)
    {
        var parts = a.Object(0);
        try
        {
            var builder = new UriBuilder(parts["scheme"]?.AsString() ?? "https", parts["host"]?.AsString() ?? "");
            builder.Port = (int)(parts["port"]?.AsInteger() ?? -1);
            builder.Path = parts["path"]?.AsString() ?? "";
            builder.Query = parts["query"]?.AsString() ?? "";
            return new StringValue(builder.Uri.ToString());
        }
        catch (Exception error) when (error is UriFormatException or ArgumentException)
        {
            throw new EvaluationException($"These are not parts of a URI: {error.Message}");
        }
    }
}

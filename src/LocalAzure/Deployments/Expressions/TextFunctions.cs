using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalAzure.Deployments.Expressions;

internal static class TextFunctions
{
    public static Dictionary<string, Func<Call, JsonNode?>> All { get; } = new()
    {
        ["string"] = call => Values.Text(call[0]),
        ["format"] = call => Format(call),
        ["toLower"] = call => call.Text(0).ToLowerInvariant(),
        ["toUpper"] = call => call.Text(0).ToUpperInvariant(),
        ["trim"] = call => call.Text(0).Trim(),
        ["replace"] = call => call.Text(1).Length == 0 ? throw call.Wrong("argument 2 must not be empty") : call.Text(0).Replace(call.Text(1), call.Text(2), StringComparison.Ordinal),
        ["startsWith"] = call => call.Text(0).StartsWith(call.Text(1), StringComparison.OrdinalIgnoreCase),
        ["endsWith"] = call => call.Text(0).EndsWith(call.Text(1), StringComparison.OrdinalIgnoreCase),
        ["substring"] = Substring,
        ["padLeft"] = call => Values.Text(call[0]).PadLeft(Width(call), call.Count > 2 ? Single(call, 2) : ' '),
        ["split"] = call => Values.Array(Split(call).Select(part => (JsonNode?)JsonValue.Create(part))),
        ["join"] = call => string.Join(call.Text(1), call.Array(0).Select(Values.Text)),
        ["uniqueString"] = call => Fingerprints.UniqueString(call.Texts()),
        ["guid"] = call => Fingerprints.Guid(call.Texts()).ToString(),
        ["newGuid"] = _ => Guid.NewGuid().ToString(),
    };

    private static JsonNode Format(Call call)
    {
        var arguments = call.Arguments.Skip(1).Select(argument =>
            Values.TryInteger(argument, out var number) ? (object)number : argument?.GetValueKind() == JsonValueKind.Number ? argument.GetValue<double>() : Values.Text(argument));
        return string.Format(CultureInfo.InvariantCulture, call.Text(0), [.. arguments]);
    }

    private static JsonNode? Substring(Call call)
    {
        var text = call.Text(0);
        var start = call.Integer(1);
        var length = call.Count > 2 ? call.Integer(2) : text.Length - start;
        return start < 0 || length < 0 || start + length > text.Length
            ? throw call.Wrong($"index {start} and length {length} must refer to a location within the string, which has {text.Length} characters")
            : text.Substring((int)start, (int)length);
    }

    private static string[] Split(Call call)
    {
        string[] delimiters = call[1] is JsonArray several ? [.. several.Select(Values.Text)] : [call.Text(1)];
        return call.Text(0).Split(delimiters, StringSplitOptions.None);
    }

    private static int Width(Call call) => call.Integer(1) is >= 0 and <= 100_000 and var width ? (int)width : throw call.Wrong("the width must be between 0 and 100000");

    private static char Single(Call call, int index) => call.Text(index) is { Length: 1 } text ? text[0] : throw call.Wrong("the padding must be one character");
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Frostline.Scanning.Secrets;

/// <summary>Values that stand where a secret will be, or are known to everybody.</summary>
internal static partial class Placeholder
{
    /// <summary>SHA-256 of keys that emulators publish: storage and Cosmos DB.</summary>
    private static readonly HashSet<string> Published = new(StringComparer.Ordinal)
    {
        "0011cc25eb4320717494d2703e8cba85743e71b500283c21c8b88147992f9059",
        "aa6547439583c3a275d4542a0df6c1ad6a863971be9f2a2220f027cc02aef615",
    };

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "password", "passwd", "secret", "changeit", "postgres", "guest", "root", "admin", "test", "example", "null", "none", "true", "false", "undefined", "string",
        "redacted", "hidden", "masked", "token", "value", "empty", "default", "user", "pass", "pwd", "required", "sample", "sas_key_value", "mysecretpassword",
    };

    private static readonly SearchValues<string> Parts = SearchValues.Create(
        ["your", "changeme", "change-me", "change_me", "replace", "placeholder", "insert", "example", "dummy", "sample", "fake", "xxxx", "****", "....", "redacted", "todo", "fixme", "notreal",
            "not-a-real", "not_a_real", "1234567890abcdef", "abcdefghijkl", "0123456789", "some-", "some_", "my-secret", "mysecret", "test-", "test_", "-test", "_test", "<", ">", "secret-here", "goes-here"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> PlainParts = SearchValues.Create(["example", "xxxxx", "*****", ".....", "<", ">"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Says of a value with a shape of its own, such as a token with a prefix, whether it is one all the same.</summary>
    public static bool IsPlain(string value) =>
        value.AsSpan().Trim(value[0]).IsEmpty || value.AsSpan().ContainsAny(PlainParts) || Variable().IsMatch(value) || IsPublished(value);

    /// <summary>Says of any value.</summary>
    public static bool Is(string value) =>
        Words.Contains(value) || value.AsSpan().Trim(value[0]).IsEmpty || value.AsSpan().ContainsAny(Parts) || Variable().IsMatch(value) || IsPublished(value);

    private static bool IsPublished(string value) =>
        value.Length == 88 && Published.Contains(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value))));

    [GeneratedRegex(@"^(\$|%[\w.-]+%|\{|@[\w.]+@|#\{|\*|env:|secretref:|vault:|ref\+|keyvault|__\w+__$|%s|\.\.\.)|\$\{|\{\{|\$\(|#\{|^\[.*\]$|@Microsoft\.KeyVault|^process\.env|^(args|config|configuration|settings|options|context|builder|os|env|environment)[.\[(]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}

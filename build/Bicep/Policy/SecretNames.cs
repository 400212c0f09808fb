using System.Text.RegularExpressions;

namespace Frostline.Bicep.Policy;

/// <summary>Names under which people keep secrets.</summary>
internal static partial class SecretNames
{
    public static bool Matches(string name) => Secret().IsMatch(name) && !Harmless().IsMatch(name);

    [GeneratedRegex("password|passwd|pwd|secret|token|api_?key|access_?key|account_?key|private_?key|connection_?strings?", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex("(name|uri|url|path|type|id|options|lifetime|expiry|seconds|minutes)$", RegexOptions.IgnoreCase)]
    private static partial Regex Harmless();
}

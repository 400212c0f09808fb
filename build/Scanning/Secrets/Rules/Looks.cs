using System.Text.RegularExpressions;

namespace Frostline.Scanning.Secrets.Rules;

/// <summary>Whether a value looks like what a person or a machine would choose for a secret, and not like a word, a path or a name.</summary>
internal static partial class Looks
{
    /// <summary>Chosen by a person.</summary>
    /// <param name="value">At least six characters.</param>
    /// <param name="isCode">Code holds many strings that are none: more is asked of them.</param>
    public static bool LikePassword(string value, bool isCode)
    {
        var classes = Classes(value);
        var digits = value.Count(char.IsAsciiDigit);
        return !LikeReference(value) && !Label().IsMatch(value) && !value.All(char.IsAsciiDigit) && (isCode ? classes >= 3 && digits > 0 : classes >= 3 || classes == 2 && digits > 0) && Entropy.Of(value) >= 2.3;
    }

    /// <summary>Made by a machine.</summary>
    public static bool LikeToken(string value)
    {
        if (value.Length < 16 || LikeReference(value) || Guid.TryParse(value, out _) || !Alphabet().IsMatch(value) || Entropy.Of(value) < 3.3)
            return false;
        var digits = value.Count(char.IsAsciiDigit);
        return digits >= 2 && digits < value.Length && (digits >= value.Length * 0.08 || Classes(value) >= 3) && (digits >= value.Length * 0.14 || !Word().IsMatch(value));
    }

    private static int Classes(string value) =>
        (value.Any(char.IsAsciiLetterLower) ? 1 : 0) + (value.Any(char.IsAsciiLetterUpper) ? 1 : 0) + (value.Any(char.IsAsciiDigit) ? 1 : 0) + (value.Any(letter => !char.IsAsciiLetterOrDigit(letter)) ? 1 : 0);

    /// <summary>A path, an address, a call, a property, a resource id: it says where the secret is.</summary>
    private static bool LikeReference(string value) =>
        Reference().IsMatch(value) || value.Contains("://", StringComparison.Ordinal) || value.Contains("::", StringComparison.Ordinal);

    /// <summary>What a form calls its field.</summary>
    [GeneratedRegex(@"^(new|old|current|confirm|repeat)?[ _-]?(password|passwort|kennwort|passwd|passphrase)[ _-]?\d?[:!?*]?$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[A-Za-z0-9_.~+/=-]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Alphabet();

    [GeneratedRegex(@"[a-z]{7}|[A-Z]{10}", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex(@"^(/|\./|\.\./|~/|[A-Za-z]:\\|\\)|^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)+$|[(){}]|^[A-Za-z]+([_-][A-Za-z]+)+$|^[A-Za-z]+$|^([a-z0-9_]+/)+[a-z0-9_.]+$|\.(json|xml|txt|pem|key|crt|cs|yml|yaml|config)$|^sha(1|256|384|512)[-:]", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}

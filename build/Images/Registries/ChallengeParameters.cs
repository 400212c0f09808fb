using System.Text.RegularExpressions;

namespace Frostline.Images.Registries;

/// <summary><c>realm="…",service="…",scope="…"</c> of a challenge.</summary>
internal static partial class ChallengeParameters
{
    public static Dictionary<string, string> Parse(string challenge) => Pairs().Matches(challenge)
        .DistinctBy(pair => pair.Groups[1].Value, StringComparer.OrdinalIgnoreCase)
        .ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Success ? pair.Groups[2].Value : pair.Groups[3].Value, StringComparer.OrdinalIgnoreCase);

    [GeneratedRegex("""([a-zA-Z_]+)=(?:"([^"]*)"|([^",\s]+))""", RegexOptions.NonBacktracking)]
    private static partial Regex Pairs();
}

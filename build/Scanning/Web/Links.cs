using System.Net;
using System.Text.RegularExpressions;

namespace Frostline.Scanning.Web;

/// <summary>The pages of the same application that an answer leads to.</summary>
internal static partial class Links
{
    public static IEnumerable<Uri> In(WebAnswer answer)
    {
        var written = answer.IsPage ? Reference().Matches(answer.Body).Select(match => WebUtility.HtmlDecode(match.Groups["target"].Value)) : [];
        return written.Select(target => Uri.TryCreate(answer.Address, target, out var page) ? page : null).Append(answer.Target).OfType<Uri>()
            .Where(page => page.Scheme == answer.Address.Scheme && page.Authority == answer.Address.Authority && !Acts().IsMatch(page.PathAndQuery))
            .Select(page => new Uri(page.GetLeftPart(UriPartial.Query))).Distinct();
    }

    [GeneratedRegex("<a\\b[^>]*\\bhref=[\"'](?<target>[^\"'#][^\"']*)[\"']", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Reference();

    /// <summary>Links should only show, and some do more.</summary>
    [GeneratedRegex("log-?out|sign-?out|delete|remove|unsubscribe|reset", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Acts();
}

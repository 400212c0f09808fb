using System.Globalization;
using System.Text.RegularExpressions;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Web;

/// <summary>Headers that browsers defend visitors with, and headers that tell too much.</summary>
internal static partial class HeaderRules
{
    private const string Misconfiguration = "A05:2021";
    private const int LeastDays = 180;

    public static void Check(WebAnswer answer, WebFinding add)
    {
        CheckSniffing(answer, add);
        if (answer.IsPage)
            CheckPage(answer, add);
        CheckTransport(answer, add);
        CheckVersions(answer, add);
        foreach (var cookie in answer.Headers.TryGetValue("Set-Cookie", out var cookies) ? cookies : [])
            CheckCookie(answer, cookie, add);
    }

    private static void CheckSniffing(WebAnswer answer, WebFinding add)
    {
        if (answer.Header("X-Content-Type-Options") is not "nosniff")
            add("no-content-type-options", Severity.Low, answer.Address, "Browsers may guess the type of what they get, and run it.", "Send 'X-Content-Type-Options: nosniff'.", Misconfiguration);
    }

    private static void CheckPage(WebAnswer answer, WebFinding add)
    {
        var policy = answer.Header("Content-Security-Policy");
        if (policy is null)
            add("no-content-security-policy", Severity.Medium, answer.Address, "A script that somebody slips in runs.", "Send a Content-Security-Policy, such as default-src 'self'.", "A03:2021");
        else if (Weakness(ScriptPolicy(policy).Split(' ')) is { } weakness)
            add("weak-content-security-policy", Severity.Low, answer.Address, $"The Content-Security-Policy lets {weakness} run.", "Give scripts a nonce or a hash, and name their origins.", "A03:2021");
        if (answer.Header("X-Frame-Options") is null && policy?.Contains("frame-ancestors", StringComparison.Ordinal) != true)
            add("framing-allowed", Severity.Medium, answer.Address, "Any site may show the page within its own, and have it clicked.", "Send \"Content-Security-Policy: frame-ancestors 'none'\".", "A04:2021");
        if (answer.Header("Referrer-Policy") is null)
            add("no-referrer-policy", Severity.Low, answer.Address, "Addresses of pages are told to other sites.", "Send 'Referrer-Policy: strict-origin-when-cross-origin' or stricter.", Misconfiguration);
        if (answer.Header("Permissions-Policy") is null)
            add("no-permissions-policy", Severity.Info, answer.Address, "A script that somebody slips in may ask for camera, microphone and place.", "Send 'Permissions-Policy: camera=(), microphone=(), geolocation=()'.", Misconfiguration);
    }

    private static string? Weakness(string[] sources) =>
        sources.Contains("'unsafe-inline'") && !sources.Any(source => source.StartsWith("'nonce-", StringComparison.Ordinal) || source.StartsWith("'sha", StringComparison.Ordinal)) ? "inline scripts"
        : sources.Contains("'unsafe-eval'") ? "text that becomes code"
        : sources.Any(source => source is "*" or "http:" or "https:" or "data:") ? "scripts from anywhere"
        : null;

    private static string ScriptPolicy(string policy) =>
        policy.Split(';', StringSplitOptions.TrimEntries).OrderBy(part => part.StartsWith("script-src", StringComparison.Ordinal) ? 0 : part.StartsWith("default-src", StringComparison.Ordinal) ? 1 : 2).First();

    private static void CheckTransport(WebAnswer answer, WebFinding add)
    {
        if (answer.Address.Scheme == "https" && answer.Header("Strict-Transport-Security") is null)
            add("no-strict-transport", Severity.Medium, answer.Address, "Browsers may come back without encryption.", "Send 'Strict-Transport-Security: max-age=31536000'.", "A02:2021");
        else if (answer.Address.Scheme == "https" && DaysOf(answer.Header("Strict-Transport-Security")!) is < LeastDays and var days)
            add("short-strict-transport", Severity.Low, answer.Address, $"Browsers forget after {days} days that the application is encrypted.", "Send 'Strict-Transport-Security: max-age=31536000'.", "A02:2021");
        else if (answer.Address.Scheme == "http" && !answer.Address.IsLoopback && answer.Header("Location")?.StartsWith("https://", StringComparison.Ordinal) != true)
            add("no-encryption", Severity.High, answer.Address, "The application answers without encryption.", "Redirect to https.", "A02:2021");
    }

    private static long? DaysOf(string header) =>
        long.TryParse(MaximumAge().Match(header).Groups["seconds"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds / 86_400 : null;

    private static void CheckVersions(WebAnswer answer, WebFinding add)
    {
        foreach (var name in new[] { "Server", "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version" })
        {
            if (answer.Header(name) is { } value && (name != "Server" || Version().IsMatch(value)))
                add("version-told", Severity.Low, answer.Address, $"The header {name} tells '{value}': whoever looks for a weakness of it finds the application.", $"Do not send {name}.", Misconfiguration);
        }
    }

    private static void CheckCookie(WebAnswer answer, string cookie, WebFinding add)
    {
        var parts = cookie.Split(';', StringSplitOptions.TrimEntries);
        var name = parts[0].Split('=')[0];
        bool Has(string attribute) => parts.Any(part => part.Equals(attribute, StringComparison.OrdinalIgnoreCase) || part.StartsWith($"{attribute}=", StringComparison.OrdinalIgnoreCase));
        if (!Has("HttpOnly"))
            add("cookie-readable", Severity.Medium, answer.Address, $"Scripts can read the cookie {name}.", "Set it HttpOnly.", Misconfiguration);
        if (!Has("Secure") && answer.Address.Scheme == "https")
            add("cookie-unencrypted", Severity.Medium, answer.Address, $"The cookie {name} is sent without encryption too.", "Set it Secure.", "A02:2021");
        if (answer.Header("Cache-Control") is not { } caching || !Kept().IsMatch(caching))
            add("cookie-cached", Severity.Low, answer.Address, $"Proxies may keep the answer with the cookie {name}, and give it to others.", "Send 'Cache-Control: no-store' or private with it.", Misconfiguration);
        if (!Has("SameSite") || cookie.Contains("SameSite=None", StringComparison.OrdinalIgnoreCase))
            add("cookie-same-site", Severity.Low, answer.Address, $"Other sites' requests carry the cookie {name}.", "Set it SameSite=Lax or Strict.", "A01:2021");
    }

    [GeneratedRegex(@"max-age\s*=\s*""?(?<seconds>\d+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex MaximumAge();

    [GeneratedRegex("no-store|private|no-cache", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Kept();

    [GeneratedRegex(@"\d+\.\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}

using System.Text.RegularExpressions;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Web;

/// <summary>What pages say that they should not.</summary>
internal static partial class ContentRules
{
    public static void Check(WebAnswer answer, WebFinding add)
    {
        if (StackTrace().Match(answer.Body) is { Success: true } trace)
            add("stack-trace", Severity.High, answer.Address, $"The page shows the insides of an error ('{Short(trace.Value)}').", "Show a plain error page outside development.", "A05:2021");
        if (answer.IsPage)
            CheckTold(answer, add);
        if (answer.Address.Scheme == "https" && answer.IsPage && MixedContent().Match(answer.Body) is { Success: true } mixed)
            add("mixed-content", Severity.Medium, answer.Address, $"The page loads without encryption ('{Short(mixed.Value)}').", "Load it over https.", "A02:2021");
        if (answer.IsPage && ForeignScript().Match(answer.Body) is { Success: true } script && !script.Value.Contains("integrity=", StringComparison.OrdinalIgnoreCase))
            add("script-without-integrity", Severity.Low, answer.Address, $"Another site's script runs, whatever it becomes ('{Short(script.Value)}').", "Add integrity and crossorigin, or serve it yourself.", "A08:2021");
    }

    private static void CheckTold(WebAnswer answer, WebFinding add)
    {
        if (Generator().Match(answer.Body) is { Success: true } generator)
            add("version-told", Severity.Low, answer.Address, $"The page tells what made it ('{Short(generator.Value)}').", "Leave the generator's version out.", "A05:2021");
        if (Listing().IsMatch(answer.Body))
            add("listed-folder", Severity.Medium, answer.Address, "The page lists a folder's files.", "Switch directory browsing off.", "A05:2021");
        if (answer.Address.Scheme == "https" && PlainForm().Match(answer.Body) is { Success: true } form)
            add("unencrypted-form", Severity.High, answer.Address, $"What visitors write is sent without encryption ('{Short(form.Value)}').", "Send it over https.", "A02:2021");
    }

    private static string Short(string text) => text.Length <= 60 ? text.Trim() : $"{text[..60].Trim()}…";

    [GeneratedRegex(@"\bat [A-Za-z_][\w.<>`]+\([^)\n]*\) in [^\n<]+:line \d+|\bat (System|Microsoft|Npgsql)\.[\w.<>`]+\(|Traceback \(most recent call last\)|<title>Internal Server Error</title>|DeveloperExceptionPage", RegexOptions.NonBacktracking)]
    private static partial Regex StackTrace();

    [GeneratedRegex("<meta[^>]*name=[\"']generator[\"'][^>]*\\d+\\.\\d+[^>]*>", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Generator();

    [GeneratedRegex("<title>Index of /|<title>Directory listing", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Listing();

    [GeneratedRegex("<form[^>]*action=[\"']http://[^\"']+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex PlainForm();

    [GeneratedRegex("<(script|img|link|iframe|audio|video|source)[^>]*(src|href)=[\"']http://[^\"']+", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex MixedContent();

    [GeneratedRegex("<script[^>]*src=[\"'](https?:)?//[^\"']+[^>]*>", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex ForeignScript();
}

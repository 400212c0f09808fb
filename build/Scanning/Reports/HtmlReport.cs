using System.Globalization;
using System.Net;
using System.Text;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Reports;

/// <summary>A scan as one page of HTML that needs nothing else and runs nothing.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem}
        table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #8884;vertical-align:top}
        td.n{text-align:right;font-variant-numeric:tabular-nums}table.findings td:nth-child(2){min-width:18rem}code{overflow-wrap:anywhere}.fail,.critical,.high{color:#c62828}.inconclusive,.medium{color:#b26a00}.pass{color:#2e7d32}
        """;

    public static string Write(ScanResult result)
    {
        var text = new StringBuilder($"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Scan</title><style>{Style}</style>\n");
        text.Append(CultureInfo.InvariantCulture, $"<h1>Scan: <span class=\"{Word(result.Verdict)}\">{Word(result.Verdict)}</span></h1>\n");
        text.Append("<table><tr><th>scanner<th>looked at<th>critical<th>high<th>medium<th>low<th>info<th>accepted<th>verdict\n");
        foreach (var scanner in result.Scanners)
            Row(text, scanner);
        if (result.Findings.Count == 0)
            return text.Append("</table>\n<p>Nothing was found.\n</html>\n").ToString();
        text.Append("</table>\n<h2>Findings</h2>\n<table class=\"findings\"><tr><th>severity<th>place<th>rule<th>finding\n");
        foreach (var finding in result.Findings.OrderBy(finding => finding.Accepted is not null))
            Row(text, finding);
        return text.Append("</table>\n</html>\n").ToString();
    }

    private static void Row(StringBuilder text, ScannerResult scanner)
    {
        text.Append(CultureInfo.InvariantCulture, $"<tr><td>{Safe(scanner.Name)}<td>{Safe(scanner.Data)}");
        if (scanner.Missing is { } missing)
            text.Append(CultureInfo.InvariantCulture, $"<br>{Safe(missing)}");
        if (scanner is { Missing: not null, MayBeInconclusive: { } reason })
            text.Append(CultureInfo.InvariantCulture, $" <em>Accepted: {Safe(reason)}</em>");
        foreach (var count in ScanSummary.Counts(scanner.Findings).Values.Append(scanner.Findings.Count(finding => finding.Accepted is not null)))
            text.Append(CultureInfo.InvariantCulture, $"<td class=\"n\">{count}");
        text.Append(CultureInfo.InvariantCulture, $"<td class=\"{Word(scanner.Verdict)}\">{Word(scanner.Verdict)}\n");
    }

    private static void Row(StringBuilder text, Finding finding)
    {
        text.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"{Word(finding.Severity)}\">{Word(finding.Severity)}<td><code>{Safe(finding.Place.ToString())}</code><td>{Safe(finding.Rule)}<td>{Safe(finding.Fact)} {Safe(finding.Remedy)}");
        if (finding.References.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $" <small>{Safe(string.Join(", ", finding.References))}</small>");
        text.Append(finding.Accepted is { } reason ? $"<br><em>Accepted: {Safe(reason)}</em>\n" : "\n");
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}

using System.Globalization;
using System.Text;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Reports;

/// <summary>A scan as Markdown, for pull requests and job summaries.</summary>
internal static class MarkdownReport
{
    public static string Write(ScanResult result)
    {
        var text = new StringBuilder($"# Scan: {result.Verdict.ToString().ToLowerInvariant()}\n\n| scanner | looked at | critical | high | medium | low | info | accepted | verdict |\n|---|---|---|---|---|---|---|---|---|\n");
        foreach (var scanner in result.Scanners)
        {
            var counts = string.Join(" | ", ScanSummary.Counts(scanner.Findings).Values);
            text.Append(CultureInfo.InvariantCulture, $"| {scanner.Name} | {Cell(scanner.Data)} | {counts} | {scanner.Findings.Count(finding => finding.Accepted is not null)} | {scanner.Verdict.ToString().ToLowerInvariant()} |\n");
        }

        foreach (var scanner in result.Scanners.Where(scanner => scanner.Missing is not null))
            text.Append(CultureInfo.InvariantCulture, $"\n**{scanner.Name}** is inconclusive: {Cell(scanner.Missing!)}{(scanner.MayBeInconclusive is { } reason ? $" Accepted: {Cell(reason)}" : "")}\n");
        Findings(text, "Forbidden", result.Forbidden);
        Findings(text, "Others", result.Findings.Except(result.Forbidden).Where(finding => finding.Accepted is null));
        Findings(text, "Accepted", result.Findings.Where(finding => finding.Accepted is not null));
        return text.ToString();
    }

    private static void Findings(StringBuilder text, string title, IEnumerable<Finding> findings)
    {
        var all = findings.ToArray();
        if (all.Length == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| severity | place | rule | finding |\n|---|---|---|---|\n");
        foreach (var finding in all)
            text.Append(CultureInfo.InvariantCulture, $"| {finding.Severity.ToString().ToLowerInvariant()} | `{Cell(finding.Place.ToString())}` | {Cell(finding.Rule)} | {Cell(finding.Fact)} {Cell(finding.Remedy)}{(finding.Accepted is { } reason ? $" *Accepted: {Cell(reason)}*" : "")} |\n");
    }

    /// <summary>Facts hold names from files that anybody may have written.</summary>
    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}

using System.Globalization;
using System.Text;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Reports;

/// <summary>A scan as people read it on a console: what is forbidden with its place and remedy, then each scanner in a line.</summary>
public static class ScanTable
{
    private const int MostFindings = 50;

    public static string Render(ScanResult result)
    {
        var text = new StringBuilder();
        Forbidden(text, [.. result.Forbidden]);
        text.Append(CultureInfo.InvariantCulture, $"{"scanner",-14}{"critical",9}{"high",6}{"medium",8}{"low",5}{"info",6}{"accepted",10}{"seconds",9}  {"verdict",-13} looked at\n");
        foreach (var scanner in result.Scanners)
            Row(text, scanner);
        foreach (var scanner in result.Scanners.Where(scanner => scanner.Missing is not null))
            text.Append(CultureInfo.InvariantCulture, $"{scanner.Name}: inconclusive: {scanner.Missing}{(scanner.MayBeInconclusive is { } reason ? $" Accepted: {reason}" : "")}\n");
        return text.ToString().TrimEnd();
    }

    private static void Forbidden(StringBuilder text, IReadOnlyList<Finding> forbidden)
    {
        foreach (var finding in forbidden.OrderByDescending(finding => finding.Severity).Take(MostFindings))
            text.Append(finding).Append('\n');
        if (forbidden.Count > MostFindings)
            text.Append(CultureInfo.InvariantCulture, $"… and {forbidden.Count - MostFindings} more, all in the report\n");
    }

    private static void Row(StringBuilder text, ScannerResult scanner)
    {
        var counts = ScanSummary.Counts(scanner.Findings);
        text.Append(CultureInfo.InvariantCulture, $"{scanner.Name,-14}{counts["critical"],9}{counts["high"],6}{counts["medium"],8}{counts["low"],5}{counts["info"],6}");
        text.Append(CultureInfo.InvariantCulture, $"{scanner.Findings.Count(finding => finding.Accepted is not null),10}{scanner.Duration.TotalSeconds,9:0.0}  {scanner.Verdict.ToString().ToLowerInvariant(),-13} {scanner.Data}\n");
    }
}

using System.Text;
using Frostline.Delivery;
using Frostline.Scanning.Policies;

namespace Frostline.Scanning.Reports;

/// <summary>What a scan leaves: <c>scan.sarif</c>, <c>summary.json</c>, <c>report.md</c>, <c>report.html</c>.</summary>
public static class ScanArtifacts
{
    /// <summary>Writes every file whole, below the folder and nowhere else.</summary>
    public static async Task WriteAsync(ScanResult result, string folder, CancellationToken cancellation)
    {
        foreach (var (name, text) in new[] { ("scan.sarif", SarifReport.Write(result)), ("summary.json", ScanSummary.Write(result)), ("report.md", MarkdownReport.Write(result)), ("report.html", HtmlReport.Write(result)) })
            await AtomicFile.WriteAsync(Path.Combine(folder, name), Encoding.UTF8.GetBytes(text), cancellation);
    }

    /// <summary>Accepts what is forbidden today, from now on: writes <c>infrastructure/scan-baseline.json</c> below a root.</summary>
    public static Task AcceptAsync(ScanResult result, string root, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(Path.Combine(root, "infrastructure", "scan-baseline.json"), Encoding.UTF8.GetBytes(Baseline.Write(result.Findings.Where(finding => finding.Accepted is null or "in the baseline"))), cancellation);
}

using System.Text.Json;
using Frostline.Delivery;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Reports;

/// <summary>A scan in numbers, as <c>summary.json</c> has it.</summary>
internal static class ScanSummary
{
    public static string Write(ScanResult result) => JsonSerializer.Serialize(
        new
        {
            result.Verdict,
            Findings = Counts(result.Findings),
            Scanners = result.Scanners.Select(scanner => new
            {
                scanner.Name,
                scanner.Data,
                scanner.Missing,
                scanner.MayBeInconclusive,
                scanner.Verdict,
                Findings = Counts(scanner.Findings),
                Accepted = scanner.Findings.Count(finding => finding.Accepted is not null),
                Forbidden = scanner.Forbidden.Count(),
                Seconds = Math.Round(scanner.Duration.TotalSeconds, 3),
            }),
        }, DeliveryJson.Options);

    /// <summary>Findings that are not accepted, by severity.</summary>
    public static Dictionary<string, int> Counts(IEnumerable<Finding> findings)
    {
        var open = findings.Where(finding => finding.Accepted is null).CountBy(finding => finding.Severity).ToDictionary();
        return Enum.GetValues<Severity>().Reverse().ToDictionary(severity => JsonNamingPolicy.CamelCase.ConvertName(severity.ToString()), severity => open.GetValueOrDefault(severity));
    }
}

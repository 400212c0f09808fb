using System.Text.Json;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dependencies;

/// <summary>How grave an advisory is: its publisher's word, else the base score of its CVSS vector, else high: unrated is not harmless.</summary>
internal static class OsvSeverity
{
    public static Severity Of(JsonElement osv)
    {
        if (osv.TryGetProperty("database_specific", out var own) && own.TryGetProperty("severity", out var word) && Of(word.GetString()) is { } said)
            return said;
        var vectors = osv.TryGetProperty("severity", out var list) ? list.EnumerateArray().Select(entry => entry.GetProperty("score").GetString() ?? "").ToArray() : [];
        return vectors.Select(CvssScore.Of).OfType<double>().Select(Of).DefaultIfEmpty(Severity.High).Max();
    }

    private static Severity? Of(string? word) => word?.ToUpperInvariant() switch
    {
        "CRITICAL" => Severity.Critical,
        "HIGH" => Severity.High,
        "MODERATE" or "MEDIUM" => Severity.Medium,
        "LOW" => Severity.Low,
        _ => null,
    };

    private static Severity Of(double score) => score switch { >= 9 => Severity.Critical, >= 7 => Severity.High, >= 4 => Severity.Medium, _ => Severity.Low };
}

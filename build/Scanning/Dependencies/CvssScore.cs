namespace Frostline.Scanning.Dependencies;

/// <summary>The base score of a CVSS 3 vector, as its specification computes it. Source: first.org, CVSS v3.1 specification, section 7.</summary>
internal static class CvssScore
{
    private static readonly string[] Required = ["AV", "AC", "PR", "UI", "S", "C", "I", "A"];

    /// <summary>0 to 10; null for another kind of vector.</summary>
    public static double? Of(string vector)
    {
        if (!vector.StartsWith("CVSS:3", StringComparison.Ordinal))
            return null;
        var metrics = vector.Split('/').Skip(1).Select(metric => metric.Split(':')).Where(metric => metric.Length == 2).DistinctBy(metric => metric[0]).ToDictionary(metric => metric[0], metric => metric[1]);
        if (!Required.All(metrics.ContainsKey))
            return null;
        var changed = metrics["S"] == "C";
        var impactBase = 1 - (1 - Impact(metrics["C"])) * (1 - Impact(metrics["I"])) * (1 - Impact(metrics["A"]));
        var impact = changed ? 7.52 * (impactBase - 0.029) - 3.25 * Math.Pow(impactBase - 0.02, 15) : 6.42 * impactBase;
        if (impact <= 0)
            return 0;
        var exploitability = 8.22 * Vector(metrics["AV"]) * (metrics["AC"] == "L" ? 0.77 : 0.44) * Privileges(metrics["PR"], changed) * (metrics["UI"] == "N" ? 0.85 : 0.62);
        return RoundUp(Math.Min((changed ? 1.08 : 1) * (impact + exploitability), 10));
    }

    private static double Impact(string level) => level switch { "H" => 0.56, "L" => 0.22, _ => 0 };

    private static double Vector(string level) => level switch { "N" => 0.85, "A" => 0.62, "L" => 0.55, _ => 0.2 };

    private static double Privileges(string level, bool changed) => (level, changed) switch { ("N", _) => 0.85, ("L", true) => 0.68, ("L", false) => 0.62, (_, true) => 0.5, _ => 0.27 };

    private static double RoundUp(double score)
    {
        var scaled = (int)Math.Round(score * 100_000);
        return scaled % 10_000 == 0 ? scaled / 100_000.0 : (scaled / 10_000 + 1) / 10.0;
    }
}

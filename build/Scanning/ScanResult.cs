using Frostline.Scanning.Findings;

namespace Frostline.Scanning;

/// <summary>What all scanners found, judged.</summary>
/// <param name="Scanners">In the order they were given.</param>
public sealed record ScanResult(IReadOnlyList<ScannerResult> Scanners)
{
    /// <summary>The worst of all; what the policy allows to be inconclusive does not count.</summary>
    public ScanVerdict Verdict => Scanners.Max(scanner => scanner.Counted) is var worst && Scanners.Count > 0 ? worst : ScanVerdict.Inconclusive;

    /// <summary>Every finding, each once, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; } =
    [
        .. Scanners.SelectMany(scanner => scanner.Findings)
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Place.Path, StringComparer.Ordinal)
            .ThenBy(finding => finding.Place.Line),
    ];

    /// <summary>Those that make it fail.</summary>
    public IEnumerable<Finding> Forbidden => Scanners.SelectMany(scanner => scanner.Forbidden);
}

/// <summary>One scanner's part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Data">What it had to look at and to look with.</param>
/// <param name="Findings">All it found, the accepted too.</param>
/// <param name="Threshold">The severity from which a finding fails it; null: none does.</param>
public sealed record ScannerResult(string Name, string Data, IReadOnlyList<Finding> Findings, Severity? Threshold)
{
    /// <summary>Why it cannot say more; null when it had all it needs.</summary>
    public string? Missing { get; init; }

    /// <summary>Why the policy lets it be inconclusive; null when it does not.</summary>
    public string? MayBeInconclusive { get; init; }

    public TimeSpan Duration { get; init; }

    public IEnumerable<Finding> Forbidden => Findings.Where(finding => finding.Accepted is null && finding.Severity >= Threshold);

    public ScanVerdict Verdict => Forbidden.Any() ? ScanVerdict.Fail : Missing is not null ? ScanVerdict.Inconclusive : ScanVerdict.Pass;

    internal ScanVerdict Counted => Verdict == ScanVerdict.Inconclusive && MayBeInconclusive is not null ? ScanVerdict.Pass : Verdict;
}

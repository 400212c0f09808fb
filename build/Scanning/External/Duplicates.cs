using Frostline.Scanning.Findings;

namespace Frostline.Scanning.External;

/// <summary>
/// Tells what another tool found that a scanner of ours found already: the same advisory, a secret at the same line, or a rule that is known
/// to mean the same in the same file. Anything else stays, even at the same line: it is another mistake.
/// </summary>
internal sealed class Duplicates
{
    /// <summary>Rules of others and ours that mean the same. Sources: Trivy's checks of Dockerfiles, ZAP's passive alerts.</summary>
    private static readonly Dictionary<string, string> Twins = new(StringComparer.OrdinalIgnoreCase)
    {
        ["DS001"] = "image-latest", ["DS002"] = "root-user", ["DS004"] = "privileged-port", ["DS010"] = "sudo", ["DS029"] = "recommended-packages",
        ["10010"] = "cookie-readable", ["10011"] = "cookie-unencrypted", ["10054"] = "cookie-same-site", ["10020"] = "framing-allowed", ["10021"] = "no-content-type-options",
        ["10023"] = "stack-trace", ["10028"] = "open-redirect", ["10035"] = "no-strict-transport", ["10036"] = "version-told", ["10037"] = "version-told", ["10038"] = "no-content-security-policy",
        ["10040"] = "mixed-content", ["10063"] = "no-permissions-policy", ["10098"] = "any-origin", ["90003"] = "script-without-integrity",
    };

    private readonly HashSet<string> advisories;
    private readonly HashSet<(string Path, int Line)> secrets;
    private readonly HashSet<(string Path, string Rule)> rules;

    /// <param name="ours">What our own scanners found.</param>
    public Duplicates(IReadOnlyList<Finding> ours)
    {
        advisories = ours.SelectMany(finding => finding.References.Append(finding.Rule)).Where(IsAdvisory).ToHashSet(StringComparer.OrdinalIgnoreCase);
        secrets = [.. ours.Where(finding => finding.Scanner is "secrets" or "history").Select(finding => (finding.Place.Path, finding.Place.Line))];
        rules = [.. ours.Select(finding => (PathOf(finding), finding.Rule))];
    }

    public bool Hold(Finding other) =>
        other.References.Append(other.Rule).Where(IsAdvisory).Any(advisories.Contains)
        || other.Scanner == "gitleaks" && secrets.Contains((other.Place.Path, other.Place.Line))
        || Twins.TryGetValue(Plain(other.Rule), out var twin) && rules.Contains((PathOf(other), twin));

    private static bool IsAdvisory(string id) => id.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase) || id.StartsWith("GHSA-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Newer versions of Trivy write <c>DS-0002</c>, ZAP adds the alert's variant: <c>10038-1</c>.</summary>
    private static string Plain(string rule) =>
        rule.StartsWith("DS-0", StringComparison.OrdinalIgnoreCase) ? $"DS{rule[4..]}" : rule.Length > 5 && rule[5] == '-' ? rule[..5] : rule;

    /// <summary>Headers are those of an application: which of its pages lacked them first is chance.</summary>
    private static string PathOf(Finding finding) =>
        Uri.TryCreate(finding.Place.Path, UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page.GetLeftPart(UriPartial.Authority) : finding.Place.Path;
}

using System.Security.Cryptography;
using System.Text;

namespace Frostline.Scanning.Findings;

/// <summary>Something a scanner found, at its place.</summary>
/// <param name="Scanner">Name of the scanner.</param>
/// <param name="Rule">Id of the rule that is broken; an advisory's id for a vulnerable package.</param>
/// <param name="Severity">What it can cost.</param>
/// <param name="Place">Where.</param>
/// <param name="Fact">What is there; never a secret's value whole.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record Finding(string Scanner, string Rule, Severity Severity, Place Place, string Fact, string Remedy)
{
    /// <summary>What tells this finding from others of its rule in its file, whatever its line; default the fact.</summary>
    public string? Identity { get; init; }

    /// <summary>Ids of the same in catalogues, such as <c>CVE-2024-21907</c> or <c>OWASP A05:2021</c>.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Why it is accepted for now; null when it is not.</summary>
    public string? Accepted { get; init; }

    /// <summary>Names the finding over time: the same after lines above it came or went. 16 hexadecimal digits.</summary>
    public string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Scanner}\n{Rule}\n{Place.Path}\n{Identity ?? Fact}")))[..16];

    public override string ToString() => $"{Place}: {Severity.ToString().ToLowerInvariant()} {Rule}: {Fact} {Remedy}";
}

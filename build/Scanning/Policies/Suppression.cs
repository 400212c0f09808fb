using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Policies;

/// <summary>Findings that are accepted until a day.</summary>
/// <param name="Rule">The rule's id, or <c>*</c>.</param>
/// <param name="Path">The file; <c>*</c> stands for a part of a name, <c>**</c> for folders.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day on which it holds; afterwards the suppression is itself a finding.</param>
public sealed record Suppression(string Rule, string Path, string Reason, DateOnly Until)
{
    /// <summary>The scanner it is about; null for any.</summary>
    public string? Scanner { get; init; }

    /// <summary>Text that the fact must hold, to tell findings of one file apart; null for any.</summary>
    public string? Contains { get; init; }

    private readonly Lazy<PathPattern> pattern = new(() => new PathPattern(Path));

    internal bool Covers(Finding finding) =>
        (Rule == "*" || Rule.Equals(finding.Rule, StringComparison.OrdinalIgnoreCase))
        && (Scanner is null || Scanner == finding.Scanner)
        && (Contains is null || finding.Fact.Contains(Contains, StringComparison.Ordinal))
        && pattern.Value.Matches(finding.Place.Path);
}

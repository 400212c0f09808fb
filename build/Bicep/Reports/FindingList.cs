namespace Frostline.Bicep.Reports;

/// <summary>Findings of several environments as one list.</summary>
internal static class FindingList
{
    /// <summary>The same finding in two environments is one that names both; sorted by file, line, column and rule.</summary>
    public static IReadOnlyList<Finding> Merge(IReadOnlyList<Finding> findings) =>
    [
        .. findings.GroupBy(finding => finding with { Environments = [] }, Same)
            .Select(same => same.First() with { Environments = [.. same.SelectMany(finding => finding.Environments).Distinct(StringComparer.Ordinal)] })
            .OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line).ThenBy(finding => finding.Column)
            .ThenBy(finding => finding.Rule, StringComparer.Ordinal).ThenBy(finding => finding.Message, StringComparer.Ordinal),
    ];

    private static readonly IEqualityComparer<Finding> Same = EqualityComparer<Finding>.Create(
        (one, other) => Identity(one) == Identity(other), finding => Identity(finding).GetHashCode());

    private static (string, string, string, int, int, string?)? Identity(Finding? finding) =>
        finding is null ? null : (finding.Rule, finding.Message, finding.Path, finding.Line, finding.Column, finding.Suppression);
}

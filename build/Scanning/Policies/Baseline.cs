using System.Text.Json;
using Frostline.Delivery;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Policies;

/// <summary>Findings that were there before anybody looked, by fingerprint: only what is new fails.</summary>
public sealed record Baseline(IReadOnlySet<string> Fingerprints)
{
    public static Baseline Empty { get; } = new(new HashSet<string>());

    public int Count => Fingerprints.Count;

    internal bool Holds(Finding finding) => Fingerprints.Contains(finding.Fingerprint);

    /// <summary>Reads a baseline: a JSON object of fingerprint and what it stood for; a file that is not there is an empty one.</summary>
    /// <exception cref="DeliveryException">It is malformed.</exception>
    internal static Baseline Read(string root, string path)
    {
        var file = Path.Combine(root, path);
        if (!File.Exists(file))
            return Empty;
        try
        {
            var entries = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file)) ?? [];
            return new(entries.Keys.ToHashSet(StringComparer.Ordinal));
        }
        catch (JsonException malformed)
        {
            throw new DeliveryException($"{path}:{malformed.LineNumber + 1}: is no baseline. Give an object of fingerprints and texts, or write it anew with --update-baseline.", malformed);
        }
    }

    /// <summary>Accepts these findings from now on.</summary>
    internal static string Write(IEnumerable<Finding> findings) => JsonSerializer.Serialize(
        findings.DistinctBy(finding => finding.Fingerprint).OrderBy(finding => finding.Place.Path, StringComparer.Ordinal)
            .ToDictionary(finding => finding.Fingerprint, finding => $"{finding.Place}: {finding.Rule}: {finding.Fact}"), DeliveryJson.Options);
}

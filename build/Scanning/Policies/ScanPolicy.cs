using System.Text.Json;
using System.Text.Json.Serialization;
using Frostline.Delivery;
using Frostline.Scanning.External;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Policies;

/// <summary>What a project asks of its scan: <c>infrastructure/scan.json</c>.</summary>
public sealed record ScanPolicy
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The severity from which a finding fails the scan, by scanner; <c>*</c> stands for every other. Default high, of <c>web</c> medium: a missing header is that.</summary>
    public IReadOnlyDictionary<string, Severity> FailFrom { get; init; } = new Dictionary<string, Severity>();

    /// <summary>Scanners that may be inconclusive, each with the reason.</summary>
    public IReadOnlyDictionary<string, string> MayBeInconclusive { get; init; } = new Dictionary<string, string>();

    /// <summary>Files that no scanner looks at.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Findings that are accepted for a time.</summary>
    public IReadOnlyList<Suppression> Suppressions { get; init; } = [];

    /// <summary>A folder or zip of OSV advisories, relative to the root of the scan; null: none is kept.</summary>
    public string? Advisories { get; init; }

    /// <summary>Age in days from which advisories are too old to call anything clean.</summary>
    public int AdvisoriesMaximumAge { get; init; } = 14;

    /// <summary>A folder of .NET's release metadata (<c>releases.json</c> of each channel, in folders or by other names), or one such file, relative to the root of the scan; null: none is kept.</summary>
    public string? Releases { get; init; }

    /// <summary>Age in days of the newest release known, from which release metadata is too old to call a runtime patched; .NET is patched every month.</summary>
    public int ReleasesMaximumAge { get; init; } = 62;

    /// <summary>Whether the feeds that packages came from may be asked for audit data and newer versions.</summary>
    public bool Feeds { get; init; } = true;

    /// <summary>Licences that dependencies may have, as SPDX ids; empty: any.</summary>
    public IReadOnlyList<string> Licences { get; init; } = [];

    /// <summary>An image may have this many megabytes, uncompressed.</summary>
    public int ImageMegabytes { get; init; } = 250;

    /// <summary>Images to look at besides those that are packed here: archives of <c>docker save</c>, OCI archives or layouts, relative to the root of the scan.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Versions of other tools, such as <c>0.58.1</c>; one that is named here must be there. Those that are not named are used where they are installed.</summary>
    public IReadOnlyDictionary<string, string> Tools { get; init; } = new Dictionary<string, string>();

    /// <summary>Fingerprints of findings that were there before anybody looked: said, not counted. Read from the file beside.</summary>
    [JsonIgnore]
    public Baseline Baseline { get; init; } = Baseline.Empty;

    /// <summary>The policy file as findings name it.</summary>
    [JsonIgnore]
    public string Path { get; init; } = "infrastructure/scan.json";

    /// <summary>Reads <c>infrastructure/scan.json</c>, and <c>scan-baseline.json</c> beside it, below a root; without them, the defaults.</summary>
    /// <exception cref="DeliveryException">A file is malformed; the message says where.</exception>
    public static ScanPolicy Read(string root)
    {
        var policy = new ScanPolicy();
        var file = System.IO.Path.Combine(root, policy.Path);
        if (File.Exists(file))
            policy = Parse(File.ReadAllText(file), policy.Path);
        return policy with { Baseline = Baseline.Read(root, "infrastructure/scan-baseline.json") };
    }

    internal static ScanPolicy Parse(string text, string path)
    {
        try
        {
            var policy = JsonSerializer.Deserialize<ScanPolicy>(text, Json) ?? throw new JsonException("is null");
            policy.Check(path);
            return policy with { Path = path, Lines = [.. text.Split('\n').Index().Where(line => line.Item.Contains("\"until\"", StringComparison.OrdinalIgnoreCase)).Select(line => line.Index + 1)] };
        }
        catch (JsonException malformed)
        {
            throw new DeliveryException($"{path}:{malformed.LineNumber + 1}: is no scan policy ({malformed.Message.TrimEnd('.')}). Correct it there.", malformed);
        }
    }

    internal Severity FailsFrom(string scanner) =>
        FailFrom.TryGetValue(scanner, out var own) || FailFrom.TryGetValue("*", out own) ? own : scanner == "web" ? Severity.Medium : Severity.High;

    /// <summary>What a sighting comes to on a day.</summary>
    internal ScannerResult Judge(string scanner, Sighting sighting, DateOnly today) =>
        new(scanner, sighting.Data, [.. sighting.Findings.Select(finding => Accept(finding, today))], FailsFrom(scanner))
        {
            Missing = sighting.Missing,
            MayBeInconclusive = MayBeInconclusive.GetValueOrDefault(scanner) ?? sighting.Optional,
        };

    /// <summary>What is wrong with the policy itself: suppressions whose day has passed.</summary>
    internal IEnumerable<ScannerResult> JudgeItself(DateOnly today)
    {
        var expired = Suppressions.Index().Where(entry => entry.Item.Until < today).Select(entry => Expired(entry.Item, entry.Index)).ToArray();
        yield return new("policy", $"{Suppressions.Count} suppressions, {Baseline.Count} in the baseline", expired, FailsFrom("policy"));
    }

    private Finding Expired(Suppression suppression, int index) => new(
        "policy", "suppression-expired", Severity.High, new(Path, Lines.ElementAtOrDefault(index) is var line and > 0 ? line : 1),
        $"The suppression of {suppression.Rule} in {suppression.Path} expired on {suppression.Until:yyyy-MM-dd}.", "Mend what it covers, or give a new day and a reason that holds.");

    /// <summary>The line of each suppression's day.</summary>
    private IReadOnlyList<int> Lines { get; init; } = [];

    private Finding Accept(Finding finding, DateOnly today)
    {
        if (Suppressions.FirstOrDefault(suppression => suppression.Until >= today && suppression.Covers(finding)) is { } covering)
            return finding with { Accepted = $"{covering.Reason} (until {covering.Until:yyyy-MM-dd})" };
        return Baseline.Holds(finding) ? finding with { Accepted = "in the baseline" } : finding;
    }

    private void Check(string path)
    {
        if (Tools.Keys.FirstOrDefault(name => KnownTool.All.All(tool => tool.Name != name)) is { } unknown)
            throw new DeliveryException($"{path}: tools.{unknown}: is no tool that is known. Give {string.Join(", ", KnownTool.All.Select(tool => tool.Name))}.");
        if (Suppressions.Select((suppression, place) => (suppression, place)).FirstOrDefault(entry => string.IsNullOrWhiteSpace(entry.suppression.Reason)) is { suppression: not null } silent)
            throw new DeliveryException($"{path}: suppressions[{silent.place}].reason: is empty. Say why the finding is accepted.");
        if (MayBeInconclusive.FirstOrDefault(entry => string.IsNullOrWhiteSpace(entry.Value)) is { Key: not null } unreasoned)
            throw new DeliveryException($"{path}: mayBeInconclusive.{unreasoned.Key}: is empty. Say why missing data is accepted.");
    }
}

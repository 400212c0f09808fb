namespace Frostline.Delivery.ContainerApps;

/// <summary>What an app's traffic shall be.</summary>
public sealed record TrafficTarget
{
    /// <summary>Weight by revision, summing to 100; all other revisions get 0.</summary>
    public required IReadOnlyDictionary<string, int> Weights { get; init; }

    /// <summary>Revision by label; null takes the label away. Labels that are not named stay where they are.</summary>
    public IReadOnlyDictionary<string, string?> Labels { get; init; } = new Dictionary<string, string?>();

    /// <summary>What must stand there before it is written, or null when it does not matter.</summary>
    public IReadOnlyList<TrafficWeight>? Expected { get; init; }

    /// <summary>The whole array, entry by entry, when one that was read before is restored; else null.</summary>
    public IReadOnlyList<TrafficWeight>? Whole { get; init; }

    /// <summary>An array as it was.</summary>
    public static TrafficTarget Restoring(IReadOnlyList<TrafficWeight> traffic) => new()
    {
        Weights = traffic.Where(entry => entry is { Weight: > 0, Revision: not null })
            .GroupBy(entry => entry.Revision!).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Weight)),
        Whole = traffic,
    };

    /// <summary>Whether an app's traffic is this, whatever entries with neither weight nor label there are.</summary>
    public bool Stands(IReadOnlyList<TrafficWeight> traffic) => Whole is null
        ? TrafficEdit.Stands(traffic, Weights) && Labels.All(label => label.Value == traffic.FirstOrDefault(entry => entry.Label == label.Key)?.Revision)
        : IsSame(Whole, traffic);

    /// <summary>Whether two arrays do the same: entries with neither weight nor label do nothing.</summary>
    public static bool IsSame(IEnumerable<TrafficWeight> one, IEnumerable<TrafficWeight> other) => Working(one).SequenceEqual(Working(other));

    /// <summary>An array in words: <c>api--r1 90 %, api--r2 10 % (green)</c>.</summary>
    public static string Words(IEnumerable<TrafficWeight> traffic) => string.Join(
        ", ", Working(traffic).Select(entry => $"{entry.Revision ?? "the latest revision"} {entry.Weight} %{(entry.Label is { } label ? $" ({label})" : "")}"));

    private static IEnumerable<TrafficWeight> Working(IEnumerable<TrafficWeight> traffic) => traffic
        .Where(entry => entry.Weight > 0 || entry.Label is not null)
        .OrderByDescending(entry => entry.Weight).ThenBy(entry => entry.Revision, StringComparer.Ordinal).ThenBy(entry => entry.Label, StringComparer.Ordinal);
}

namespace CoffeeTracker.Hosting.Metrics;

/// <summary>Names and values that tell one series of a metric from another.</summary>
internal sealed record LabelSet(KeyValuePair<string, object?>[] Labels);

/// <summary>Finds a set by labels as they are measured, so that a measurement allocates nothing.</summary>
internal sealed class LabelComparer : IEqualityComparer<LabelSet>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, LabelSet>
{
    public static LabelComparer Instance { get; } = new();

    public bool Equals(LabelSet? one, LabelSet? other) => one is null || other is null ? one == other : Equals(one.Labels, other);

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> labels, LabelSet other)
    {
        if (labels.Length != other.Labels.Length)
            return false;
        for (var place = 0; place < labels.Length; place++)
        {
            if (labels[place].Key != other.Labels[place].Key || !Equals(labels[place].Value, other.Labels[place].Value))
                return false;
        }

        return true;
    }

    public int GetHashCode(LabelSet set) => GetHashCode(set.Labels);

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = default(HashCode);
        foreach (var (name, value) in labels)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    public LabelSet Create(ReadOnlySpan<KeyValuePair<string, object?>> labels) => new(labels.ToArray());
}

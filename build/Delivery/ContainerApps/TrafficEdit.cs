using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Edits a traffic array: the platform replaces it whole, so everything that must stay is sent again.</summary>
internal static class TrafficEdit
{
    /// <summary>Gives revisions their weights and labels. Other entries get 0 and stay when they carry a label or their revision is alive; an
    /// entry that follows the latest revision goes, because weights are pinned by name.</summary>
    /// <param name="traffic">The array as read.</param>
    /// <param name="target">What it shall be.</param>
    /// <param name="alive">Whether a revision still exists and is active.</param>
    public static JsonArray Apply(JsonArray? traffic, TrafficTarget target, Func<string, bool> alive)
    {
        if (target.Whole is not null)
            return Restore(traffic, target.Whole);
        var edited = new JsonArray();
        var placed = new HashSet<string>();
        foreach (var entry in (traffic ?? []).OfType<JsonObject>())
        {
            var revision = entry.Text("revisionName");
            if (revision is null || entry.Flag("latestRevision"))
                continue;
            var weighted = target.Weights.ContainsKey(revision) && !placed.Contains(revision);
            var label = LabelOf(revision, entry.Text("label"), target, isFirst: !placed.Contains(revision));
            if (!weighted && label is null && !alive(revision))
                continue;
            placed.Add(revision);
            edited.Add((JsonNode)With(entry, revision, weighted ? target.Weights[revision] : 0, label));
        }

        var named = target.Weights.Keys.Concat(target.Labels.Values.OfType<string>()).Distinct();
        foreach (var revision in named.Where(revision => !placed.Contains(revision)))
            edited.Add((JsonNode)With([], revision, target.Weights.GetValueOrDefault(revision), LabelOf(revision, null, target, isFirst: true)));
        return edited;
    }

    /// <summary>Whether an app's traffic is exactly these weights, whatever entries with weight 0 there are.</summary>
    public static bool Stands(IEnumerable<TrafficWeight> traffic, IReadOnlyDictionary<string, int> weights)
    {
        var actual = traffic.Where(entry => entry.Weight > 0).ToList();
        return actual.All(entry => entry is { Latest: false, Revision: not null })
            && actual.GroupBy(entry => entry.Revision!).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Weight))
                .OrderBy(pair => pair.Key).SequenceEqual(weights.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key));
    }

    private static JsonArray Restore(JsonArray? traffic, IEnumerable<TrafficWeight> whole)
    {
        var left = (traffic ?? []).OfType<JsonObject>().ToList();
        var restored = new JsonArray();
        foreach (var wanted in whole.Where(entry => entry.Revision is not null))
        {
            var entry = left.FirstOrDefault(entry => entry.Text("revisionName") == wanted.Revision);
            if (entry is not null)
                left.Remove(entry);
            restored.Add((JsonNode)With(entry ?? [], wanted.Revision!, wanted.Weight, wanted.Label));
        }

        return restored;
    }

    private static string? LabelOf(string revision, string? label, TrafficTarget target, bool isFirst)
    {
        var given = target.Labels.FirstOrDefault(pair => pair.Value == revision).Key;
        if (given is not null && isFirst)
            return given;
        return label is not null && target.Labels.ContainsKey(label) ? null : label;
    }

    /// <summary>The entry with all else it says.</summary>
    private static JsonObject With(JsonObject entry, string revision, int weight, string? label)
    {
        var copy = (JsonObject)entry.DeepClone();
        copy["revisionName"] = revision;
        copy["weight"] = weight;
        if (label is null)
            copy.Remove("label");
        else
            copy["label"] = label;
        return copy;
    }
}

using System.Text.Json.Nodes;

namespace Frostline.Delivery.ContainerApps;

/// <summary>Edits a traffic array: the platform replaces it whole, so everything that must stay is sent again.</summary>
internal static class TrafficEdit
{
    /// <summary>Gives revisions their weights. Other entries get 0 and stay when they carry a label or their revision is alive; an
    /// entry that follows the latest revision goes, because weights are pinned by name.</summary>
    /// <param name="traffic">The array as read.</param>
    /// <param name="weights">Weight by revision.</param>
    /// <param name="alive">Whether a revision still exists and is active.</param>
    public static JsonArray Apply(JsonArray? traffic, IReadOnlyDictionary<string, int> weights, Func<string, bool> alive)
    {
        var edited = new JsonArray();
        var placed = new HashSet<string>();
        foreach (var entry in (traffic ?? []).OfType<JsonObject>())
        {
            var revision = entry.Text("revisionName");
            if (revision is null || entry.Flag("latestRevision"))
                continue;
            var weighted = weights.ContainsKey(revision) && placed.Add(revision);
            var weight = weighted ? weights[revision] : 0;
            if (!weighted && entry.Text("label") is null && !alive(revision))
                continue;
            var copy = (JsonObject)entry.DeepClone();
            copy["weight"] = weight;
            edited.Add((JsonNode)copy);
        }

        foreach (var (revision, weight) in weights.Where(pair => !placed.Contains(pair.Key)))
            edited.Add((JsonNode)new JsonObject { ["revisionName"] = revision, ["weight"] = weight });
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
}

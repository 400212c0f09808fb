namespace LocalAzure.Resources;

internal sealed record AskedIngress(bool External, int? TargetPort, int? ExposedPort, IReadOnlyList<AskedTraffic> Traffic, bool Sticky)
{
    public static AskedIngress Read(JsonField ingress) => new(
        ingress["external"].Flag() ?? false,
        ingress["targetPort"].Number(),
        ingress["exposedPort"].Number() is var port and not 0 ? port : null,
        [.. ingress["traffic"].Items().Select(AskedTraffic.Read)],
        string.Equals(ingress["stickySessions"]["affinity"].Text(), "sticky", StringComparison.OrdinalIgnoreCase));
}

internal sealed record AskedTraffic(string? RevisionName, bool LatestRevision, int Weight, string? Label, string Path)
{
    public static AskedTraffic Read(JsonField traffic) => new(
        traffic["revisionName"].Text() is { Length: > 0 } name ? name : null,
        traffic["latestRevision"].Flag() ?? false,
        traffic["weight"].Number() ?? 0,
        traffic["label"].Text() is { Length: > 0 } label ? label : null,
        traffic.Path);
}

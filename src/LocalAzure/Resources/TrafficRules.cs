namespace LocalAzure.Resources;

/// <summary>
/// What the traffic array may say. The platform's own codes for these are not public: <c>ContainerAppInvalidTraffic</c> is ours, and no
/// client should depend on it.
/// </summary>
internal static class TrafficRules
{
    /// <param name="app">The app as it is; null for one that is being made.</param>
    /// <param name="coming">Name of the revision the same request asks for.</param>
    public static void Check(AskedApp asked, ContainerApp? app, string coming)
    {
        if (asked.Ingress is not { } ingress)
            return;

        if (asked.Multiple && ingress.Sticky)
        {
            throw ArmException.BadRequest(
                "ContainerAppInvalidIngressStickySessionRevisionMode", "Sticky sessions are only supported when the active revisions mode is Single.");
        }

        if (ingress.Traffic.Count == 0 || (!asked.Multiple && IsDefault(ingress.Traffic)))
            return;

        if (!asked.Multiple)
            throw Refused("traffic", "weights and labels need the active revisions mode Multiple. Set it, or leave traffic out.");

        foreach (var entry in ingress.Traffic)
            CheckEntry(entry, app, coming);

        if (ingress.Traffic.Sum(entry => entry.Weight) is var sum and not 100)
            throw Refused("traffic", $"the weights add up to {sum}. Give weights that add up to 100.");

        if (ingress.Traffic.Where(entry => entry.Label is not null).GroupBy(entry => entry.Label).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw Refused("traffic", $"label '{twice.Key}' is given to more than one entry. Give each label once.");
    }

    private static bool IsDefault(IReadOnlyList<AskedTraffic> traffic) => traffic is [{ LatestRevision: true, Weight: 100, Label: null }];

    private static void CheckEntry(AskedTraffic entry, ContainerApp? app, string coming)
    {
        if (entry.Weight is < 0 or > 100)
            throw Refused(entry.Path, $"weight {entry.Weight} is not between 0 and 100.");

        if (entry.LatestRevision == (entry.RevisionName is not null))
            throw Refused(entry.Path, "give either revisionName or latestRevision: true.");

        if (entry.Label is { } label && !NameRules.IsLabel(label))
            throw Refused(entry.Path, $"'{label}' is not a label. Use lower case letters, digits and single dashes, a letter first.");

        if (entry.RevisionName is not { } name)
            return;

        var revision = app?.FindRevision(name);
        if (revision is null && string.Equals(name, coming, StringComparison.OrdinalIgnoreCase))
            return;

        if (revision is null)
            throw Refused(entry.Path, $"revision '{name}' does not exist.");

        if (entry.Weight > 0 && !revision.Active)
            throw Refused(entry.Path, $"revision '{name}' is not active. Activate it before it gets traffic.");
    }

    private static ArmException Refused(string path, string why)
    {
        var field = path == "traffic" ? "properties.configuration.ingress.traffic" : path;
        return ArmException.BadRequest("ContainerAppInvalidTraffic", $"{field}: {why}", field);
    }
}

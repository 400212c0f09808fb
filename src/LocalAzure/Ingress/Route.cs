namespace LocalAzure.Ingress;

/// <summary>Where one host name or one port leads: a choice among revisions by weight.</summary>
internal sealed class Route
{
    private readonly TrafficTarget[] targets;
    private readonly int total;

    public Route(string app, IEnumerable<TrafficTarget> traffic)
    {
        App = app;
        targets = [.. traffic.Where(target => target.Weight > 0)];
        total = targets.Sum(target => target.Weight);
    }

    public string App { get; }

    /// <summary>Picks a revision for one request; null when nobody has any weight.</summary>
    /// <param name="random">Below the number it is given, uniformly.</param>
    public string? Choose(Func<int, int> random)
    {
        if (total == 0)
            return null;
        var ticket = random(total);
        foreach (var target in targets)
        {
            ticket -= target.Weight;
            if (ticket < 0)
                return target.Revision;
        }

        return null;
    }
}

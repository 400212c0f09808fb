namespace Frostline.Scanning.Dependencies;

/// <summary>The versions of a package that an advisory is about.</summary>
internal abstract record AffectedVersions
{
    public abstract bool Hold(PackageVersion version);

    /// <summary>The lowest version above this one that is not affected, as far as the advisory says.</summary>
    public abstract string? FixFor(PackageVersion version);
}

/// <summary>Events as OSV has them: <c>introduced</c> sets, <c>fixed</c> and what is above <c>last_affected</c> clears.</summary>
/// <param name="Versions">Versions that are affected one by one.</param>
/// <param name="Ranges">Each a list of events.</param>
internal sealed record OsvVersions(IReadOnlySet<string> Versions, IReadOnlyList<IReadOnlyList<OsvEvent>> Ranges) : AffectedVersions
{
    public override bool Hold(PackageVersion version) =>
        Versions.Any(named => PackageVersion.TryParse(named) is { } parsed && parsed.CompareTo(version) == 0) || Ranges.Any(events => Hold(events, version));

    public override string? FixFor(PackageVersion version) =>
        Ranges.SelectMany(events => events).Where(change => change.Kind == OsvEventKind.Fixed && change.Version?.CompareTo(version) > 0)
            .MinBy(change => change.Version)?.Version!.ToString();

    private static bool Hold(IReadOnlyList<OsvEvent> events, PackageVersion version)
    {
        var affected = false;
        foreach (var change in events.OrderBy(change => change.Version is null ? 0 : 1).ThenBy(change => change.Version))
        {
            var order = change.Version is null ? 1 : version.CompareTo(change.Version);
            if (change.Kind == OsvEventKind.Introduced && order >= 0)
                affected = true;
            else if (change.Kind == OsvEventKind.Fixed && order >= 0 || change.Kind == OsvEventKind.LastAffected && order > 0)
                affected = false;
        }

        return affected;
    }
}

internal enum OsvEventKind
{
    Introduced,
    Fixed,
    LastAffected,
}

/// <param name="Kind">What happens.</param>
/// <param name="Version">From when; null for <c>0</c>, before all.</param>
internal sealed record OsvEvent(OsvEventKind Kind, PackageVersion? Version);

/// <summary>A range as NuGet writes it: <c>[1.0, 2.0)</c>, <c>(, 1.5]</c>, <c>[1.2]</c>, or <c>1.0</c> for that and all above.</summary>
internal sealed record NuGetRange(PackageVersion? Low, bool LowIncluded, PackageVersion? High, bool HighIncluded) : AffectedVersions
{
    public static NuGetRange? TryParse(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
            return null;
        if (text[0] is not ('[' or '('))
            return PackageVersion.TryParse(text) is { } least ? new(least, true, null, false) : null;
        if (text[^1] is not (']' or ')'))
            return null;
        var ends = text[1..^1].Split(',');
        if (ends.Length > 2 || ends.Length == 1 && (text[0] != '[' || text[^1] != ']') || ends.Any(end => end.Trim().Length > 0 && PackageVersion.TryParse(end) is null))
            return null;
        return new(PackageVersion.TryParse(ends[0]), text[0] == '[', PackageVersion.TryParse(ends[^1]), text[^1] == ']');
    }

    public override bool Hold(PackageVersion version) =>
        (Low is null || version.CompareTo(Low) is var low && (low > 0 || low == 0 && LowIncluded))
        && (High is null || version.CompareTo(High) is var high && (high < 0 || high == 0 && HighIncluded));

    public override string? FixFor(PackageVersion version) => High is not null && !HighIncluded ? High.ToString() : null;
}

namespace Frostline.Bicep.TypeData;

/// <summary>
/// Which api-versions of a type are worth carrying: the two newest stable ones, and the newest preview where no stable one is younger than it.
/// </summary>
internal sealed class VersionSelection
{
    private readonly HashSet<string> _names;

    private VersionSelection(IEnumerable<string> names) => _names = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);

    public int Count => _names.Count;

    /// <param name="names">Types with versions, such as <c>Microsoft.App/containerApps@2025-07-01</c>.</param>
    public static VersionSelection Of(IEnumerable<string> names) => new(names.Distinct(StringComparer.OrdinalIgnoreCase)
        .GroupBy(name => name[..name.LastIndexOf('@')], StringComparer.OrdinalIgnoreCase).SelectMany(Chosen));

    public bool Contains(string name) => _names.Contains(name);

    private static IEnumerable<string> Chosen(IGrouping<string, string> versions)
    {
        var newestFirst = versions.OrderByDescending(Version, StringComparer.OrdinalIgnoreCase).ToArray();
        var stable = newestFirst.Where(name => Version(name).Length == "2025-01-01".Length).Take(2).ToArray();
        return newestFirst.Length > 0 && !stable.Contains(newestFirst[0]) ? [newestFirst[0], .. stable] : stable;
    }

    private static string Version(string name) => name[(name.LastIndexOf('@') + 1)..];
}

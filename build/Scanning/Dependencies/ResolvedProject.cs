namespace Frostline.Scanning.Dependencies;

/// <summary>A project with what was resolved for it.</summary>
/// <param name="File">The project's file, relative to the root.</param>
/// <param name="Packages">Transitive ones too.</param>
internal sealed record ResolvedProject(string File, IReadOnlyList<ResolvedPackage> Packages)
{
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>Projects it references, however far, by name.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Addresses of the feeds it was resolved from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The target framework.</summary>
    public string Framework { get; init; } = "";

    /// <summary>How somebody who asked for one package got another: <c>A → B → C</c>.</summary>
    public IReadOnlyList<string> WayTo(string id)
    {
        var byId = Packages.GroupBy(package => package.Id, StringComparer.OrdinalIgnoreCase).ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase);
        var ways = new Queue<List<string>>(Packages.Where(package => package.IsDirect).Select(package => new List<string> { package.Id }));
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (ways.TryDequeue(out var way))
        {
            if (way[^1].Equals(id, StringComparison.OrdinalIgnoreCase))
                return way;
            if (seen.Add(way[^1]) && byId.TryGetValue(way[^1], out var package))
                foreach (var next in package.Needs)
                    ways.Enqueue([.. way, next]);
        }

        return [id];
    }
}

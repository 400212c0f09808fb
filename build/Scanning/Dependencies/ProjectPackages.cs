using System.Text.Json;
using System.Xml.Linq;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dependencies;

/// <summary>What NuGet resolved for the projects of a tree: from their lock files, else from what restore left.</summary>
/// <param name="files">The tree.</param>
/// <param name="projects">Folders of the projects to read; null: all.</param>
internal sealed class ProjectPackages(SourceFiles files, IReadOnlyCollection<string>? projects = null)
{
    private readonly Dictionary<string, string[]> lines = [];
    private readonly Dictionary<string, string?> licences = [];

    /// <summary>Projects without lock file that were not restored.</summary>
    public List<string> NotRestored { get; } = [];

    /// <summary>Lock files that are none.</summary>
    public List<string> Damaged { get; } = [];

    public IReadOnlyList<ResolvedProject> Read()
    {
        var found = new List<ResolvedProject>();
        foreach (var project in files.All().Where(IsAsked))
        {
            try
            {
                if (Find(project, null) is { } resolved)
                    found.Add(resolved);
                else
                    NotRestored.Add(project);
            }
            catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException or UnauthorizedAccessException)
            {
                Damaged.Add(project);
            }
        }

        return found;
    }

    private bool IsAsked(string path) =>
        (path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".fsproj", StringComparison.OrdinalIgnoreCase))
        && projects?.Contains((Path.GetDirectoryName(path) ?? "").Replace('\\', '/')) != false;

    /// <summary>One project, by its file's path from the root; null when it was neither restored nor locked.</summary>
    /// <param name="project">Path from the root.</param>
    /// <param name="restoredTo">Full path of what restoring left, when it is not in one of the usual places.</param>
    public ResolvedProject? Find(string project, string? restoredTo)
    {
        if (restoredTo is not null && File.Exists(restoredTo))
            return ReadAssets(project, restoredTo);
        var folder = Path.GetDirectoryName(project) ?? "";
        var name = Path.GetFileNameWithoutExtension(project);
        string[] assets = [Path.Combine(folder, "obj", "project.assets.json"), Path.Combine("artifacts", "obj", name, "project.assets.json")];
        if (assets.Select(files.Of).FirstOrDefault(File.Exists) is { } restored)
            return ReadAssets(project, restored);
        var locked = files.Of(Path.Combine(folder, "packages.lock.json"));
        return File.Exists(locked) ? ReadLock(project, locked) : null;
    }

    private ResolvedProject ReadAssets(string project, string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var targets = root.GetProperty("targets").EnumerateObject().ToArray();
        var libraries = root.GetProperty("libraries");
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        var direct = root.GetProperty("project").GetProperty("frameworks").EnumerateObject().Where(framework => framework.Value.TryGetProperty("dependencies", out _))
            .SelectMany(framework => framework.Value.GetProperty("dependencies").EnumerateObject()).Select(package => package.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var packages = targets.SelectMany(target => target.Value.EnumerateObject()).Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library =>
        {
            var (id, version) = Split(library.Name);
            var stored = libraries.GetProperty(library.Name);
            var nuspec = NuspecOf(folders, stored.GetProperty("path").GetString()!, id);
            return new ResolvedPackage(id, version, project)
            {
                Hash = stored.TryGetProperty("sha512", out var hash) ? hash.GetString() : null,
                IsHere = nuspec is not null,
                Licence = nuspec is null ? null : LicenceOf(nuspec),
                Needs = NeedsOf(library.Value),
                IsDirect = direct.Contains(id),
                IsDeployed = library.Value.TryGetProperty("runtime", out _) || library.Value.TryGetProperty("runtimeTargets", out _) || library.Value.TryGetProperty("native", out _),
            };
        }).ToArray();
        return Placed(new(project, Each(packages))
        {
            Framework = targets[0].Name,
            Projects = [.. targets.SelectMany(target => target.Value.EnumerateObject()).Where(library => library.Value.GetProperty("type").GetString() == "project").Select(library => Split(library.Name).Id).Distinct()],
            Sources = root.GetProperty("project").GetProperty("restore").TryGetProperty("sources", out var sources) ? [.. sources.EnumerateObject().Select(source => source.Name)] : [],
        });
    }

    private ResolvedProject ReadLock(string project, string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var targets = document.RootElement.GetProperty("dependencies").EnumerateObject().ToArray();
        var packages = targets.SelectMany(target => target.Value.EnumerateObject()).Where(package => package.Value.GetProperty("type").GetString() != "Project").Select(package =>
            new ResolvedPackage(package.Name, VersionOf(package.Value.GetProperty("resolved").GetString()), project)
            {
                Hash = package.Value.TryGetProperty("contentHash", out var hash) ? hash.GetString() : null,
                Needs = NeedsOf(package.Value),
                IsDirect = package.Value.GetProperty("type").GetString() == "Direct",
            }).ToArray();
        return Placed(new(project, Each(packages)) { Framework = targets.Length == 0 ? "" : targets[0].Name });
    }

    /// <summary>Frameworks and runtimes of one project mostly get the same packages.</summary>
    private static ResolvedPackage[] Each(IEnumerable<ResolvedPackage> packages) =>
        [.. packages.GroupBy(package => (package.Id.ToLowerInvariant(), package.Version)).Select(same => same.First() with { IsDirect = same.Any(one => one.IsDirect), IsDeployed = same.Any(one => one.IsDeployed) })];

    private ResolvedProject Placed(ResolvedProject project) => project with
    {
        Packages = [.. project.Packages.Select(package => package with { Place = PlaceOf(project, package) })],
    };

    /// <summary>The line that asks for a package or for what brings it: where its version is set, else where it is referenced.</summary>
    private Place PlaceOf(ResolvedProject project, ResolvedPackage package)
    {
        var asked = package.IsDirect ? package.Id : project.WayTo(package.Id)[0];
        string[] places = [project.File, .. Above(project.File)];
        return places.Select(path => (Path: path, Line: LineOf(path, asked))).Where(place => place.Line > 0).Select(place => new Place(place.Path, place.Line)).LastOrDefault() ?? new Place(project.File);
    }

    private static IEnumerable<string> Above(string project)
    {
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
            yield return Path.Combine(folder, "Directory.Packages.props").Replace('\\', '/');
    }

    private int LineOf(string path, string package)
    {
        if (!lines.TryGetValue(path, out var text))
            lines[path] = text = File.Exists(files.Of(path)) ? File.ReadAllLines(files.Of(path)) : [];
        return Array.FindIndex(text, line => line.Contains($"\"{package}\"", StringComparison.OrdinalIgnoreCase)) + 1;
    }

    private static (string Id, string Version) Split(string library) =>
        library.Split('/') is [var id, var version] ? (id, VersionOf(version)) : throw new FormatException($"'{library}' is no package with its version");

    private static string VersionOf(string? text) => PackageVersion.TryParse(text) is not null ? text! : throw new FormatException($"'{text}' is no version");

    private static string[] NeedsOf(JsonElement library) =>
        library.TryGetProperty("dependencies", out var needs) ? [.. needs.EnumerateObject().Select(need => need.Name)] : [];

    private static string? NuspecOf(string[] folders, string path, string id) =>
        folders.Select(folder => Path.Combine(folder, path, $"{id.ToLowerInvariant()}.nuspec")).FirstOrDefault(File.Exists);

    private string? LicenceOf(string nuspec)
    {
        if (!licences.TryGetValue(nuspec, out var known))
            licences[nuspec] = known = Licence(nuspec);
        return known;
    }

    private static string? Licence(string nuspec)
    {
        try
        {
            var licence = XDocument.Load(nuspec).Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
            return (string?)licence?.Attribute("type") == "expression" ? licence!.Value.Trim() : null;
        }
        catch (System.Xml.XmlException)
        {
            return null;
        }
    }
}

using System.Xml.Linq;

namespace Frostline.Delivery.Releases;

/// <summary>A project and every project it references, however far.</summary>
public static class ProjectClosure
{
    /// <summary>Folders, relative to the root, of the projects in these folders and of all they reference; each once, sorted.</summary>
    /// <exception cref="DeliveryException">A project file is missing or is no XML.</exception>
    public static IReadOnlyList<string> Of(string root, IEnumerable<string> projectFolders)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Queue<string>(projectFolders.Select(folder => Path.GetFullPath(Path.Combine(root, folder))));
        while (pending.TryDequeue(out var folder))
        {
            if (!found.Add(Path.GetRelativePath(root, folder).Replace('\\', '/')))
                continue;
            foreach (var project in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.csproj") : [])
                foreach (var reference in References(project))
                    pending.Enqueue(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, reference)))!);
        }

        return [.. found];
    }

    private static IEnumerable<string> References(string project)
    {
        try
        {
            return [.. XDocument.Load(project).Descendants("ProjectReference").Select(reference => (string?)reference.Attribute("Include"))
                .OfType<string>().Select(path => path.Replace('\\', '/'))];
        }
        catch (System.Xml.XmlException error)
        {
            throw new DeliveryException($"{project}: is not a project file: {error.Message} Mend it and run this again.", error);
        }
    }
}

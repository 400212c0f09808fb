using System.Xml;
using System.Xml.Linq;

namespace Frostline.Delivery.Releases;

/// <summary>A project's folder and those of all projects it references, however far.</summary>
internal static class ProjectClosure
{
    public static IReadOnlySet<string> Of(IEnumerable<string> projectFolders)
    {
        var folders = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in projectFolders)
            Add(Path.GetFullPath(folder), folders);
        return folders;
    }

    private static void Add(string folder, SortedSet<string> folders)
    {
        if (!folders.Add(folder))
            return;
        foreach (var project in Directory.GetFiles(folder, "*.csproj"))
        {
            foreach (var referenced in References(project))
                Add(Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, referenced)))!, folders);
        }
    }

    private static IEnumerable<string> References(string project)
    {
        try
        {
            return [.. XDocument.Load(project).Descendants().Where(element => element.Name.LocalName == "ProjectReference")
                .Select(element => element.Attribute("Include")?.Value.Replace('\\', '/')).OfType<string>().Where(path => !path.Contains("$(", StringComparison.Ordinal))];
        }
        catch (XmlException error)
        {
            throw new DeliveryException($"{project}: is not XML ({error.Message}) Correct it there.", error);
        }
    }
}

using System.Xml.Linq;

namespace Frostline.TestRuns;

/// <summary>Lines covered by any of several test projects, from their Cobertura files.</summary>
internal sealed class CoverageUnion(string repositoryRoot)
{
    private readonly Dictionary<(string Assembly, string File, int Line), bool> lines = [];

    public void Add(string coberturaPath)
    {
        var coverage = XDocument.Load(coberturaPath).Root!;
        var source = coverage.Element("sources")?.Element("source")?.Value ?? repositoryRoot;
        foreach (var package in coverage.Descendants("package"))
        {
            foreach (var type in package.Descendants("class"))
            {
                Add((string)package.Attribute("name")!, Path.Combine(source, (string)type.Attribute("filename")!), type);
            }
        }
    }

    public IReadOnlyList<AssemblyCoverage> Assemblies =>
    [
        .. lines
            .GroupBy(line => line.Key.Assembly)
            .OrderBy(assembly => assembly.Key, StringComparer.Ordinal)
            .Select(assembly => new AssemblyCoverage(assembly.Key, assembly.Count(line => line.Value), assembly.Count())),
    ];

    public AssemblyCoverage Total => new("all", lines.Count(line => line.Value), lines.Count);

    private void Add(string assembly, string path, XElement type)
    {
        if (SourceLocation.RelativePath(path, repositoryRoot) is not { } file)
        {
            return;
        }

        foreach (var line in type.Elements("lines").Elements("line"))
        {
            var key = (assembly, file, (int)line.Attribute("number")!);
            lines[key] = lines.GetValueOrDefault(key) || (long)line.Attribute("hits")! > 0;
        }
    }
}

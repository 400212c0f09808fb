using System.Xml.Linq;

namespace Frostline.TestRuns;

/// <summary>What coverlet is told: what counts, and what was not written by anybody.</summary>
internal static class RunSettings
{
    /// <summary>
    /// Migrations and model snapshots carry EF Core's attributes; they are generated and run once.
    /// CompilerGeneratedAttribute must not be here: every lambda and async method carries it.
    /// </summary>
    private const string GeneratedBy =
        "GeneratedCodeAttribute,ExcludeFromCodeCoverageAttribute,MigrationAttribute,DbContextAttribute";

    public static XDocument ForCoverage(IEnumerable<string> assemblies) => new(
        new XElement("RunSettings",
            new XElement("DataCollectionRunSettings",
                new XElement("DataCollectors",
                    new XElement("DataCollector",
                        new XAttribute("friendlyName", "XPlat Code Coverage"),
                        new XElement("Configuration",
                            new XElement("Format", "cobertura"),
                            new XElement("Include", string.Join(',', assemblies.Select(name => $"[{name}]*"))),
                            new XElement("Exclude", "[*.Tests]*,[Testing]*"),
                            new XElement("ExcludeByAttribute", GeneratedBy),
                            new XElement("ExcludeByFile", "**/obj/**/*"),
                            new XElement("SkipAutoProps", "true")))))));
}

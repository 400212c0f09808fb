using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;

namespace Frostline.Pipeline.Packing;

/// <summary>What all images of a release have in common.</summary>
/// <param name="Release">What is packed.</param>
/// <param name="Created">The time written into the images.</param>
/// <param name="Bases">What they are packed upon, one for each platform; none for LocalAzure.</param>
/// <param name="Source">Address of the sources, or null.</param>
internal sealed record PackingOrder(Release Release, DateTimeOffset Created, IReadOnlyList<BaseImage> Bases, string? Source)
{
    /// <summary>Name of the assembly that starts a service.</summary>
    public static string AssemblyOf(ServiceSettings service) => $"{Path.GetFileName(service.Project)}.dll";

    public Dictionary<string, string> Labels()
    {
        var labels = new Dictionary<string, string>
        {
            ["org.opencontainers.image.version"] = Release.Version,
            ["org.opencontainers.image.revision"] = Release.Commit,
        };
        if (Source is not null)
            labels["org.opencontainers.image.source"] = Source;
        return labels;
    }
}

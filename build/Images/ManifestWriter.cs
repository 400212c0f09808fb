using System.Text.Json.Nodes;

namespace Frostline.Images;

internal static class ManifestWriter
{
    public static byte[] Write(Descriptor configuration, IReadOnlyList<Descriptor> layers, BaseImage? @base, ImageSubject? subject = null)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.Manifest,
            ["config"] = Json.Describe(configuration),
            ["layers"] = new JsonArray([.. layers.Select(Json.Describe)]),
        };
        if (@base is not null)
            manifest["annotations"] = Json.Map(BaseLabels(@base));
        if (subject is null)
            return Json.Write(manifest);
        manifest["artifactType"] = subject.ArtifactType;
        manifest["subject"] = Json.Describe(subject.Manifest);
        manifest["annotations"] = Json.Map(subject.Annotations);
        return Json.Write(manifest);
    }

    public static byte[] WriteIndex(IReadOnlyList<PlatformImage> platforms) => Json.Write(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = MediaTypes.Index,
        ["manifests"] = new JsonArray([.. platforms.Select(Describe)]),
    });

    /// <summary>What an image builds upon, as annotations of its manifest and labels of its configuration.</summary>
    public static IReadOnlyDictionary<string, string> BaseLabels(BaseImage below)
    {
        var at = below.Reference.IndexOf('@', StringComparison.Ordinal);
        return new Dictionary<string, string>
        {
            ["org.opencontainers.image.base.digest"] = below.Reference[(at + 1)..],
            ["org.opencontainers.image.base.name"] = at < 0 ? below.Reference : below.Reference[..at],
        };
    }

    private static JsonObject Describe(PlatformImage platform)
    {
        var descriptor = Json.Describe(platform.Manifest);
        descriptor["platform"] = new JsonObject { ["architecture"] = platform.Architecture, ["os"] = "linux" };
        return descriptor;
    }
}

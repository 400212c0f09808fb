using System.Text.Json.Nodes;

namespace Frostline.Images;

internal static class ManifestWriter
{
    public static byte[] Write(Descriptor configuration, IReadOnlyList<Descriptor> layers, BaseImage? @base)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.Manifest,
            ["config"] = Json.Describe(configuration),
            ["layers"] = new JsonArray([.. layers.Select(Json.Describe)]),
        };
        if (@base is not null)
        {
            var at = @base.Reference.IndexOf('@', StringComparison.Ordinal);
            manifest["annotations"] = new JsonObject
            {
                ["org.opencontainers.image.base.digest"] = @base.Reference[(at + 1)..],
                ["org.opencontainers.image.base.name"] = at < 0 ? @base.Reference : @base.Reference[..at],
            };
        }

        return Json.Write(manifest);
    }
}

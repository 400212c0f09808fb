using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json.Nodes;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Images;

namespace Frostline.Pipeline.Rehearsals;

/// <summary>A service of a release as files: what its image adds to its base, taken from the registry by digest.</summary>
/// <param name="Folder">The working directory.</param>
/// <param name="Entry">Program and arguments.</param>
internal sealed record ReleaseFiles(string Folder, IReadOnlyList<string> Entry)
{
    /// <summary>Variables that the image sets, but for the search path, which is its base's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <param name="registry">Where the image is.</param>
    /// <param name="service">The service of the release.</param>
    /// <param name="folder">Takes the files; empty.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DeliveryException">The image is not there, or has no entry point.</exception>
    public static async Task<ReleaseFiles> UnpackAsync(RegistryClient registry, ReleasedService service, string folder, CancellationToken cancellation)
    {
        var manifest = await ManifestAsync(registry, service, service.Digest, cancellation);
        if (manifest["manifests"] is JsonArray { Count: > 0 } platforms)
            manifest = await ManifestAsync(registry, service, (string)platforms[0]!["digest"]!, cancellation);
        using var configuration = new MemoryStream();
        await registry.ReadBlobAsync(service.Repository, DescriptorOf(manifest["config"]!), configuration, cancellation);
        foreach (var layer in (JsonArray)manifest["layers"]!)
            await UnpackAsync(registry, service, DescriptorOf(layer!), folder, cancellation);
        var settings = JsonNode.Parse(configuration.ToArray())!["config"]!;
        var entry = (settings["Entrypoint"] as JsonArray)?.Select(part => (string)part!).ToList() ?? throw new DeliveryException($"{service.Image}: has no entry point.");
        var variables = (settings["Env"] as JsonArray ?? []).Select(variable => ((string)variable!).Split('=', 2)).Where(pair => pair.Length == 2 && pair[0] != "PATH");
        return new(Path.Combine(folder, ((string?)settings["WorkingDir"] ?? "").TrimStart('/')), entry) { Variables = variables.ToDictionary(pair => pair[0], pair => pair[1]) };
    }

    private static async Task<JsonNode> ManifestAsync(RegistryClient registry, ReleasedService service, string digest, CancellationToken cancellation) =>
        await registry.GetManifestAsync(service.Repository, digest, cancellation) is { } manifest
            ? JsonNode.Parse(manifest.Content.Span)!
            : throw new DeliveryException($"{service.Image}: is not in the registry any more.");

    /// <summary>The reader refuses names that lead out of the folder.</summary>
    private static async Task UnpackAsync(RegistryClient registry, ReleasedService service, Descriptor layer, string folder, CancellationToken cancellation)
    {
        var file = Path.Combine(folder, ".layer");
        await using (var packed = File.Create(file))
            await registry.ReadBlobAsync(service.Repository, layer, packed, cancellation);
        await using (var packed = File.OpenRead(file))
        await using (var content = new GZipStream(packed, CompressionMode.Decompress))
            await TarFile.ExtractToDirectoryAsync(content, folder, overwriteFiles: true, cancellation);
        File.Delete(file);
    }

    private static Descriptor DescriptorOf(JsonNode node) => new((string)node["mediaType"]!, (string)node["digest"]!, (long)node["size"]!);
}

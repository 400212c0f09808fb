using System.Text;
using Frostline.Images;

namespace Images.Tests.Bases;

/// <summary>A base image for several platforms, as a registry of base images has it: an index, manifests in Docker's format.</summary>
internal static class PushedBase
{
    public const string Repository = "dotnet/aspnet";

    /// <returns>Digest of the index.</returns>
    public static async Task<string> PushAsync(RegistryClient registry, string tag, params string[] architectures)
    {
        var manifests = new List<string>();
        foreach (var architecture in architectures) manifests.Add(Entry(await PushPlatformAsync(registry, architecture), architecture, "linux"));
        manifests.Add(Entry(await PushPlatformAsync(registry, "unknown"), "unknown", "unknown"));
        return (await PutAsync(registry, tag, MediaTypes.DockerManifestList, $$"""{"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifestList}}","manifests":[{{string.Join(',', manifests)}}] }""")).Digest;
    }

    public static async Task<Descriptor> PushPlatformAsync(RegistryClient registry, string architecture)
    {
        var layer = await registry.PushContentAsync(Repository, MediaTypes.DockerLayer, Encoding.UTF8.GetBytes($"the runtime for {architecture}"), CancellationToken.None);
        var configuration = await registry.PushContentAsync(Repository, MediaTypes.Configuration, Encoding.UTF8.GetBytes($$"""
            {"architecture":"{{architecture}}","os":"linux","config":{"Env":["PATH=/usr/bin","DOTNET_VERSION=10.0.12"],"User":"1654"},"rootfs":{"type":"layers","diff_ids":["{{layer.Digest}}"]} }
            """), CancellationToken.None);
        return await PutAsync(registry, null, MediaTypes.DockerManifest, $$"""
            {"schemaVersion":2,"mediaType":"{{MediaTypes.DockerManifest}}","config":{{Write(configuration)}},"layers":[{{Write(layer)}}]}
            """);
    }

    private static async Task<Descriptor> PutAsync(RegistryClient registry, string? tag, string mediaType, string manifest)
    {
        var content = Encoding.UTF8.GetBytes(manifest);
        var descriptor = Descriptor.Of(mediaType, content);
        await registry.PutManifestAsync(Repository, tag ?? descriptor.Digest, descriptor, content, CancellationToken.None);
        return descriptor;
    }

    private static string Entry(Descriptor manifest, string architecture, string system) =>
        $$"""{{Write(manifest)[..^1]}},"platform":{"architecture":"{{architecture}}","os":"{{system}}"} }""";

    private static string Write(Descriptor descriptor) => Json.Describe(descriptor).ToJsonString();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>What a release consists of; kept as <c>artifacts/releases/&lt;version&gt;/release.json</c>.</summary>
public sealed record ReleaseManifest
{
    public required string Version { get; init; }

    /// <summary>Full commit id, or empty without git.</summary>
    public required string Commit { get; init; }

    /// <summary>Hash of the sources, 64 hexadecimal digits.</summary>
    public required string Sources { get; init; }

    /// <summary>Name of the newest migration the services expect, or null without a database.</summary>
    public string? MigrationHead { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>One entry for each service of the settings.</summary>
    public required IReadOnlyList<ReleasedService> Services { get; init; }

    /// <summary>What the templates of each environment that it was deployed to gave out, by environment and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonNode?>>? Infrastructure { get; init; }

    /// <summary>The same release as an environment pulls it: the same digests, in its own registry.</summary>
    /// <param name="registry">Host and port.</param>
    /// <param name="settings">Name the repository of each service.</param>
    /// <exception cref="DeliveryException">The settings do not know a service of the release.</exception>
    public ReleaseManifest In(string registry, PipelineSettings settings) => this with
    {
        Services = [.. Services.Select(service => settings.Services.TryGetValue(service.Name, out var known)
            ? service with { Image = $"{registry}/{known.Image}@{service.Digest}" }
            : throw new DeliveryException($"services.{service.Name}: the settings know no such service, but release {Version} has it. Check out that release."))],
    };

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="DeliveryException">There is none, or it is no manifest.</exception>
    public static async Task<ReleaseManifest> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<ReleaseManifest>(file, DeliveryJson.Options, cancellation)
                ?? throw new JsonException("The file holds null.");
        }
        catch (Exception error) when (error is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"{path}: cannot be read as a release manifest: {error.Message} Run the task Image to write it.", error);
        }
    }

    /// <summary>Writes the manifest atomically, making the folder when it is missing.</summary>
    public Task WriteAsync(string path, CancellationToken cancellation) =>
        AtomicFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(this, DeliveryJson.Options), cancellation);
}

/// <summary>One service of a release.</summary>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Image">Reference by digest, registry included: <c>127.0.0.1:5000/shop/api@sha256:…</c>.</param>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits.</param>
public sealed record ReleasedService(string Name, string Image, string Digest)
{
    /// <summary>Host and port of the registry.</summary>
    public string Registry => Image[..Image.IndexOf('/')];

    /// <summary>Repository, without the registry.</summary>
    public string Repository => Image[(Image.IndexOf('/') + 1)..].Split('@')[0];
}

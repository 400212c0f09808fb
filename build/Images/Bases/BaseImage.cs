using System.Text.Json;

namespace Frostline.Images;

/// <summary>An image to build upon, for one platform.</summary>
/// <param name="Reference">By the digest of its manifest: <c>registry/repository@sha256:…</c>.</param>
/// <param name="Layers">From the lowest.</param>
/// <param name="Configuration">Its configuration, as JSON.</param>
public sealed record BaseImage(string Reference, IReadOnlyList<Descriptor> Layers, ReadOnlyMemory<byte> Configuration)
{
    /// <summary>Folder with its layers, each named by its digest's hexadecimal digits. Null when they are in the registry that is pushed to.</summary>
    public string? Blobs { get; init; }

    /// <summary><c>amd64</c> or <c>arm64</c>, as its configuration says.</summary>
    public string Architecture
    {
        get
        {
            using var document = JsonDocument.Parse(Configuration);
            return document.RootElement.TryGetProperty("architecture", out var architecture) ? architecture.GetString()! : ImageBuilder.DefaultArchitecture;
        }
    }
}

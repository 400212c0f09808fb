namespace Frostline.Images;

/// <summary>What image is to be made. Equal requests over equal files give an equal digest, on any machine and day.</summary>
public sealed record ImageRequest
{
    /// <summary>Repository the image is meant for, without registry or tag: <c>coffeetracker/api</c>. Its last part is the image's title.</summary>
    public required string Repository { get; init; }

    /// <summary>Output of <c>dotnet publish</c>, framework-dependent.</summary>
    public required string Folder { get; init; }

    /// <summary>File name of the assembly that is started, in <see cref="Folder"/>: <c>CoffeeTracker.Api.dll</c>.</summary>
    public required string EntryAssembly { get; init; }

    /// <summary>Time written everywhere a time is asked for, to the second: that of the commit, never that of the build.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Further labels, such as <c>org.opencontainers.image.version</c>. Default none; <c>created</c> and <c>title</c> are always set.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>What the image builds upon. Null where the platform brings the .NET runtime itself.</summary>
    public BaseImage? Base { get; init; }

    /// <summary><c>amd64</c> (default) or <c>arm64</c>. Published assemblies fit both; a base image does not.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>Port the app listens on. Default 8080.</summary>
    public int Port { get; init; } = 8080;
}

/// <summary>An image to build upon; only its descriptions are needed, its layers stay in its registry.</summary>
/// <param name="Reference">By digest: <c>registry/repository@sha256:…</c>.</param>
/// <param name="Layers">From the lowest.</param>
/// <param name="Configuration">Its configuration, as JSON.</param>
public sealed record BaseImage(string Reference, IReadOnlyList<Descriptor> Layers, ReadOnlyMemory<byte> Configuration);

/// <summary>An image in an OCI layout folder.</summary>
public sealed record BuiltImage
{
    /// <summary>Of the manifest: the image's identity.</summary>
    public required string Digest { get; init; }

    public required Descriptor Manifest { get; init; }

    public required string ConfigDigest { get; init; }

    public required Descriptor Configuration { get; init; }

    /// <summary>From the lowest; those of the base image first.</summary>
    public required IReadOnlyList<Descriptor> Layers { get; init; }

    /// <summary>The base image by digest; null without one.</summary>
    public string? BaseReference { get; init; }

    /// <summary>The OCI layout: <c>oci-layout</c>, <c>index.json</c>, <c>blobs/</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Compressed bytes of all layers, the base's included, with configuration and manifest.</summary>
    public required long Size { get; init; }

    internal string BlobFile(string digest) => Path.Combine(Folder, "blobs", digest.Replace(':', Path.DirectorySeparatorChar));
}

/// <summary>No image can be made of this folder; says what is wrong with it.</summary>
public sealed class ImageException(string message, Exception? inner = null) : Exception(message, inner);

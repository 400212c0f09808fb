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

    /// <summary>
    /// What the image builds upon, one for each platform it is made for; more than one give an index. Default none: an image of
    /// <c>linux/amd64</c> for a platform that brings the .NET runtime itself.
    /// </summary>
    public IReadOnlyList<BaseImage> Bases { get; init; } = [];

    /// <summary>What the image is about: it becomes a document of that manifest. Default nothing.</summary>
    public ImageSubject? Subject { get; init; }

    /// <summary>Port the app listens on. Default 8080.</summary>
    public int Port { get; init; } = 8080;
}

/// <summary>The manifest that an image is about, as documents are about images.</summary>
/// <param name="Manifest">It.</param>
/// <param name="ArtifactType">What the image is to it, as a media type.</param>
/// <param name="Annotations">By which it is told from others of its type.</param>
public sealed record ImageSubject(Descriptor Manifest, string ArtifactType, IReadOnlyDictionary<string, string> Annotations);

/// <summary>No image can be made of this folder; says what is wrong with it.</summary>
public sealed class ImageException(string message, Exception? inner = null) : Exception(message, inner);

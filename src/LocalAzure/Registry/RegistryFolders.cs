using LocalAzure.State;

namespace LocalAzure.Registry;

/// <summary>Where the registry keeps what. Names of files that begin with an underscore cannot collide with repository names.</summary>
internal sealed class RegistryFolders
{
    private readonly string _registry;

    public RegistryFolders(LocalAzureOptions options)
    {
        _registry = OwnerOnly.CreateFolder(Path.Combine(options.StateFolder, "registry"));
        Images = OwnerOnly.CreateFolder(Path.Combine(options.StateFolder, "images"));
        Uploads = OwnerOnly.CreateFolder(Path.Combine(_registry, "uploads"));
        Repositories = OwnerOnly.CreateFolder(Path.Combine(_registry, "repositories"));
        Blobs = OwnerOnly.CreateFolder(Path.Combine(_registry, "blobs"));
    }

    /// <summary>Unpacked images, one folder per manifest digest.</summary>
    public string Images { get; }

    /// <summary>Unfinished uploads and files about to be renamed to where they belong.</summary>
    public string Uploads { get; }

    public string Repositories { get; }

    public string Blobs { get; }

    public string Blob(Digest digest) => Path.Combine(Blobs, digest.Algorithm, digest.Hex[..2], digest.Hex);

    public string Repository(string name) => Path.Combine(Repositories, name);

    public string BlobLink(string name, Digest digest) => Path.Combine(Repository(name), "_blobs", digest.Algorithm, digest.Hex);

    public string ManifestLink(string name, Digest digest) => Path.Combine(Repository(name), "_manifests", digest.Algorithm, digest.Hex);

    public string Tags(string name) => Path.Combine(Repository(name), "_tags");

    public string Referrers(string name, Digest subject) => Path.Combine(Repository(name), "_referrers", subject.Algorithm, subject.Hex);

    public string UnpackedImage(Digest digest) => Path.Combine(Images, $"{digest.Algorithm}-{digest.Hex}");
}

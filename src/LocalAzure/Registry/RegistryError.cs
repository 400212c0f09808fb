namespace LocalAzure.Registry;

/// <summary>A refusal as the OCI Distribution specification words it.</summary>
internal sealed class RegistryError(int status, string code, string message, string? detail = null) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string? Detail { get; } = detail;

    public static RegistryError NameInvalid(string name) =>
        new(400, "NAME_INVALID", "The repository name does not follow the grammar of the specification.", name);

    public static RegistryError NameUnknown(string name) => new(404, "NAME_UNKNOWN", "There is no such repository.", name);

    public static RegistryError DigestInvalid(string detail) =>
        new(400, "DIGEST_INVALID", "The digest is malformed, of an unknown algorithm, or not that of the content.", detail);

    public static RegistryError BlobUnknown(string digest) => new(404, "BLOB_UNKNOWN", "The repository has no such blob.", digest);

    public static RegistryError UploadUnknown(string id) =>
        new(404, "BLOB_UPLOAD_UNKNOWN", "There is no such upload: it ended, was cancelled, or is older than a day.", id);

    public static RegistryError ManifestUnknown(string reference) => new(404, "MANIFEST_UNKNOWN", "The repository has no such manifest.", reference);

    public static RegistryError ManifestInvalid(string detail) => new(400, "MANIFEST_INVALID", "The manifest cannot be read.", detail);

    public static RegistryError ManifestBlobUnknown(string digest) =>
        new(400, "MANIFEST_BLOB_UNKNOWN", "The manifest refers to content the repository does not have. Push that first.", digest);

    public static RegistryError Unsupported(string detail) => new(405, "UNSUPPORTED", "This registry does not do that.", detail);
}

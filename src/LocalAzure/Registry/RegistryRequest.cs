namespace LocalAzure.Registry;

internal enum RegistryResource { Base, Catalog, Tags, Manifest, Blob, UploadStart, Upload, Referrers }

/// <summary>What a path below <c>/v2/</c> names. Repository names have slashes, so a path is read from its end.</summary>
internal sealed record RegistryRequest(RegistryResource Resource, string Repository = "", string Reference = "")
{
    public static RegistryRequest Parse(string path) => path.Split('/') switch
    {
        [""] => new(RegistryResource.Base),
        ["_catalog"] => new(RegistryResource.Catalog),
        [.. var name, "tags", "list"] => Of(RegistryResource.Tags, name, ""),
        [.. var name, "blobs", "uploads"] => Of(RegistryResource.UploadStart, name, ""),
        [.. var name, "blobs", "uploads", ""] => Of(RegistryResource.UploadStart, name, ""),
        [.. var name, "blobs", "uploads", var id] => Of(RegistryResource.Upload, name, id),
        [.. var name, "blobs", var digest] => Of(RegistryResource.Blob, name, digest),
        [.. var name, "manifests", var reference] => Of(RegistryResource.Manifest, name, reference),
        [.. var name, "referrers", var digest] => Of(RegistryResource.Referrers, name, digest),
        _ => throw RegistryError.NameInvalid(path),
    };

    private static RegistryRequest Of(RegistryResource resource, string[] name, string reference) =>
        new(resource, RepositoryName.Check(string.Join('/', name)), reference);
}

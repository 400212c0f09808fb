using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>The content that a release is made of, as one SHA-256: same content, same release, with or without git.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public sealed record SourceHash(string Hex)
{
    /// <summary>The first eight digits.</summary>
    public string Prefix => Hex[..8];

    /// <summary>Hashes the folders of all services and the database with every project they reference, the files at the root that
    /// steer the build (<c>global.json</c>, <c>Directory.*</c>, <c>*.targets</c>), and the settings of the services.</summary>
    /// <exception cref="DeliveryException">A file cannot be read.</exception>
    public static Task<SourceHash> ComputeAsync(PipelineSettings settings, CancellationToken cancellation) =>
        throw new NotSupportedException();
}

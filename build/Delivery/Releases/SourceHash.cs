using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>The content that a release is made of, as one SHA-256: same content, same release, with or without git.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public sealed record SourceHash(string Hex)
{
    /// <summary>Files at the root that steer how projects are built.</summary>
    public static IReadOnlyList<string> RootFiles { get; } = ["global.json", "Directory.*", "*.targets"];

    /// <summary>The first eight digits.</summary>
    public string Prefix => Hex[..8];

    /// <summary>Hashes the folders of all services and the database with every project they reference, the files at the root that
    /// steer the build (<c>global.json</c>, <c>Directory.*</c>, <c>*.targets</c>), and the settings of the services and their images; who signs them is no part of them.</summary>
    /// <exception cref="DeliveryException">A file cannot be read.</exception>
    public static async Task<SourceHash> ComputeAsync(PipelineSettings settings, CancellationToken cancellation)
    {
        var projects = settings.Services.Values.Select(service => service.Project);
        var folders = ProjectClosure.Of(settings.Root, settings.Database is { } database ? projects.Append(database.Project) : projects);
        var tree = await SourceTree.HashAsync(settings.Root, folders, RootFiles, cancellation);
        var asked = JsonSerializer.Serialize(new { settings.Product, settings.Services, settings.Database, Images = settings.Images with { Signing = null } }, DeliveryJson.Options);
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tree}\n{asked}"))));
    }
}

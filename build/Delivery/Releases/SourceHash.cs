using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Releases;

/// <summary>The content that a release is made of, as one SHA-256: same content, same release, with or without git.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public sealed record SourceHash(string Hex)
{
    private static readonly string[] Ignored = ["bin", "obj", "artifacts", ".local", ".git", ".vs", "node_modules"];
    private static readonly string[] Steering = ["global.json", "Directory.*.props", "Directory.*.targets", "*.targets"];

    /// <summary>The first eight digits.</summary>
    public string Prefix => Hex[..8];

    /// <summary>Hashes the folders of all services and the database with every project they reference, the files above them that
    /// steer the build (<c>global.json</c>, <c>Directory.*</c>, <c>*.targets</c>), and the settings of the services.</summary>
    /// <exception cref="DeliveryException">A file cannot be read.</exception>
    public static async Task<SourceHash> ComputeAsync(PipelineSettings settings, CancellationToken cancellation)
    {
        try
        {
            var root = Path.GetFullPath(settings.Root);
            var projects = settings.Services.Values.Select(service => service.Project).Append(settings.Database?.Project).OfType<string>();
            var folders = ProjectClosure.Of(projects.Select(project => Path.Combine(root, project)));
            var files = folders.SelectMany(Sources).Concat(folders.SelectMany(folder => Above(folder, root))).Distinct();
            return await CombineAsync(root, files, Relevant(settings), cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DeliveryException($"The sources cannot be hashed: {error.Message} Make every source file readable.", error);
        }
    }

    private static async Task<SourceHash> CombineAsync(string root, IEnumerable<string> files, byte[] settings, CancellationToken cancellation)
    {
        var lines = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(files, cancellation, async (file, token) =>
        {
            var content = await File.ReadAllBytesAsync(file, token);
            var name = Path.GetRelativePath(root, file).Replace(Path.DirectorySeparatorChar, '/');
            lines.Add($"{name}\0{Convert.ToHexStringLower(SHA256.HashData(content))}\n");
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines.Order(StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        hash.AppendData(settings);
        return new SourceHash(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>What the settings say about the services, whatever the environment.</summary>
    private static byte[] Relevant(PipelineSettings settings) =>
        JsonSerializer.SerializeToUtf8Bytes(new { settings.Product, settings.Services, settings.Database }, DeliveryJson.Options);

    private static IEnumerable<string> Sources(string folder) =>
        new FileSystemEnumerable<string>(folder, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !Ignored.Contains(entry.FileName.ToString()),
        };

    private static IEnumerable<string> Above(string folder, string root)
    {
        for (var parent = Path.GetDirectoryName(folder); parent is not null && parent.StartsWith(root, StringComparison.Ordinal); parent = Path.GetDirectoryName(parent))
        {
            foreach (var file in Steering.SelectMany(pattern => Directory.GetFiles(parent, pattern)))
                yield return file;
        }
    }
}

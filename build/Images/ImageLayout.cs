using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Frostline.Images;

/// <summary>An OCI image layout that is written beside its place and put there whole.</summary>
internal sealed class ImageLayout : IDisposable
{
    private readonly string _target;
    private readonly string _beside;
    private readonly string _blobs;

    public ImageLayout(string target)
    {
        _target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        _beside = $"{_target}.{Guid.NewGuid():n}";
        _blobs = Path.Combine(_beside, "blobs", "sha256");
        Directory.CreateDirectory(_blobs);
    }

    /// <summary>A file to write a blob into whose digest is not known yet.</summary>
    public (FileStream File, string Path) CreateBlob()
    {
        var path = Path.Combine(_blobs, $"{Guid.NewGuid():n}.new");
        return (new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, useAsync: true), path);
    }

    public async Task<Descriptor> AdoptAsync(string mediaType, string path, CancellationToken cancellationToken)
    {
        byte[] hash;
        long size;
        await using (var file = File.OpenRead(path))
        {
            hash = await SHA256.HashDataAsync(file, cancellationToken);
            size = file.Length;
        }

        var hex = Convert.ToHexStringLower(hash);
        File.Move(path, Path.Combine(_blobs, hex), overwrite: true);
        return new Descriptor(mediaType, $"sha256:{hex}", size);
    }

    public async Task<Descriptor> AddAsync(string mediaType, byte[] content, CancellationToken cancellationToken)
    {
        var descriptor = Descriptor.Of(mediaType, content);
        await File.WriteAllBytesAsync(Path.Combine(_blobs, descriptor.Digest["sha256:".Length..]), content, cancellationToken);
        return descriptor;
    }

    /// <summary>Copies a blob from a folder that has it under its name; without a folder it stays where it is.</summary>
    public async Task IncludeAsync(string? folder, Descriptor blob, CancellationToken cancellationToken)
    {
        var name = blob.Digest["sha256:".Length..];
        var target = Path.Combine(_blobs, name);
        if (folder is null || File.Exists(target)) return;
        await using var source = File.OpenRead(Path.Combine(folder, name));
        await using var copy = File.Create(target);
        await source.CopyToAsync(copy, cancellationToken);
    }

    /// <summary>Writes the index and replaces what was at the layout's place.</summary>
    public async Task CompleteAsync(Descriptor manifest, CancellationToken cancellationToken)
    {
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.Index,
            ["manifests"] = new JsonArray(Json.Describe(manifest)),
        };
        await File.WriteAllBytesAsync(Path.Combine(_beside, "index.json"), Json.Write(index), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_beside, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""", cancellationToken);

        var old = $"{_beside}.old";
        if (Directory.Exists(_target)) Directory.Move(_target, old);
        Directory.Move(_beside, _target);
        if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
    }

    public void Dispose()
    {
        if (Directory.Exists(_beside)) Directory.Delete(_beside, recursive: true);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Frostline.Delivery;

namespace Frostline.Backups.Folders;

/// <summary>A manifest as JSON, bound to the key: whoever changes a row count or a digest in it does not have the key to seal it again.</summary>
internal static class ManifestFile
{
    private static readonly JsonSerializerOptions Options = new(DeliveryJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true };

    public static byte[] Write(BackupManifest manifest, BackupKey key) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest with { Seal = Convert.ToHexStringLower(Seal(manifest, key)) }, Options);

    /// <param name="bytes">The file.</param>
    /// <param name="id">The backup that it should be of.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="BackupException">It cannot be read, is of another backup, or was changed.</exception>
    public static BackupManifest Read(byte[] bytes, string id, BackupKey key)
    {
        var manifest = Parse(bytes, id);
        if (manifest.Format != BackupManifest.CurrentFormat)
            throw new BackupException($"backup {id}: is of format {manifest.Format}, this version reads {BackupManifest.CurrentFormat}. Use the version of the pipeline that made it.");
        if (manifest.Seal is not { Length: 64 } seal || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(seal), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Seal(manifest, key)))))
            throw new BackupException($"backup {id}: its manifest was changed, or was written with another key. Give the key it was made with, or take another backup.");
        return manifest.Id == id ? manifest : throw new BackupException($"backup {id}: its manifest is that of {manifest.Id}. Give files back their names.");
    }

    private static BackupManifest Parse(byte[] bytes, string id)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(bytes, Options) ?? throw new JsonException("it is null");
        }
        catch (JsonException error)
        {
            throw new BackupException($"backup {id}: its manifest cannot be read ({error.Message}). Take another backup.", error);
        }
    }

    private static byte[] Seal(BackupManifest manifest, BackupKey key) =>
        HMACSHA256.HashData(key.Derive(Encoding.UTF8.GetBytes(manifest.Id), "manifest"), JsonSerializer.SerializeToUtf8Bytes(manifest with { Seal = null }, Options));
}

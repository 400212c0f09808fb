using System.Security.Cryptography;
using System.Text;
using Frostline.Backups.Folders;
using Frostline.Delivery.Settings;

namespace Frostline.Backups;

/// <summary>The 32 bytes that backups are encrypted with. They are never used themselves: each file has keys of its own, derived by HKDF-SHA256.</summary>
public sealed class BackupKey
{
    /// <summary>Length of a key in bytes: AES-256.</summary>
    public const int Length = 32;

    private readonly byte[] key;

    private BackupKey(byte[] key) => this.key = key;

    /// <param name="text">The key in base64, as <c>openssl rand -base64 32</c> prints it.</param>
    /// <param name="source">Where it comes from, for the error.</param>
    /// <exception cref="BackupException">It is not 32 bytes in base64; the value itself is not told.</exception>
    public static BackupKey Parse(Secret text, string source)
    {
        var bytes = new byte[Length + 3];
        return Convert.TryFromBase64String(text.Reveal().Trim(), bytes, out var written) && written == Length
            ? new(bytes[..Length])
            : throw new BackupException($"{source}: is not a key for backups. Give 32 bytes in base64, as 'openssl rand -base64 32' prints them.");
    }

    /// <summary>The key in a file that only its owner can read; made when it is not there.</summary>
    /// <exception cref="BackupException">What is there is no key.</exception>
    public static async Task<BackupKey> KeptAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            Delivery.Folders.CreateForOwner(Path.GetDirectoryName(path)!);
            var beside = $"{path}.{Guid.NewGuid():N}";
            await using (var file = OwnerFile.Create(beside))
                await file.WriteAsync(Encoding.ASCII.GetBytes(Generate().Reveal()), cancellationToken);
            // Somebody else may have made one meanwhile: theirs is used then.
            if (!File.Exists(path))
                File.Move(beside, path);
            File.Delete(beside);
        }

        return Parse(new(await File.ReadAllTextAsync(path, cancellationToken)), path);
    }

    /// <summary>A new key, in base64.</summary>
    public static Secret Generate() => new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));

    internal byte[] Derive(ReadOnlySpan<byte> salt, string purpose, int length = Length)
    {
        var derived = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, Encoding.ASCII.GetBytes($"frostline backup: {purpose}"));
        return derived;
    }
}

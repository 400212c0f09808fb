using System.Globalization;
using Frostline.Backups.Folders;
using Frostline.Backups.Sealing;

namespace Frostline.Backups.Restoring;

/// <summary>The file of a backup, opened only as a whole.</summary>
internal sealed class SealedBackup(BackupFolder folder, BackupKey key)
{
    /// <summary>Decrypts and unpacks it to an archive for pg_restore.</summary>
    /// <exception cref="BackupException">It is not there, cut off, changed or encrypted with another key: says which.</exception>
    public async Task OpenAsync(BackupManifest backup, string archive, CancellationToken cancellationToken)
    {
        var path = folder.FileOf(backup.Id);
        if (!File.Exists(path))
            throw new BackupException($"backup {backup.Id}: its file {Path.GetFileName(path)} is gone. Bring it back, or take another backup.");
        var length = new FileInfo(path).Length;
        if (length != backup.FileBytes)
            throw Broken(backup, string.Create(CultureInfo.InvariantCulture, $"the file has {length} bytes, its manifest says {backup.FileBytes}"));
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous | FileOptions.SequentialScan);
            await using var target = OwnerFile.Create(archive);
            var read = await SealedStream.ReadAsync(file, target, key, cancellationToken);
            if (read.Sha256 != backup.Sha256)
                throw new SealBrokenException($"its digest is {read.Sha256}, its manifest says {backup.Sha256}");
        }
        catch (SealBrokenException broken)
        {
            throw Broken(backup, broken.Message);
        }
        catch (IOException error)
        {
            throw new BackupException($"backup {backup.Id}: could not be unpacked in {folder.Path} ({error.Message.TrimEnd('.')}). It needs {DatabaseBackups.Size(backup.ArchiveBytes)} there meanwhile.", error);
        }
    }

    private static BackupException Broken(BackupManifest backup, string fact) =>
        new($"backup {backup.Id}: is refused: {fact}. Nothing was restored of it. Take its copy from the remote target, or another backup.");
}

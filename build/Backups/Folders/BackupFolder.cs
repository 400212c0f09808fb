using Frostline.Delivery;
using Frostline.Delivery.Settings;

namespace Frostline.Backups.Folders;

/// <summary>The local folder of backups, for its owner only: an encrypted file and a manifest for each.</summary>
internal sealed class BackupFolder(string path, BackupKey key)
{
    public string Path { get; } = path;

    public string FileOf(string id) => System.IO.Path.Combine(Path, $"{id}.backup");

    public string ManifestOf(string id) => System.IO.Path.Combine(Path, $"{id}.json");

    /// <summary>Ids of all backups, oldest first: those whose manifest is there. Ids end with the time.</summary>
    public IReadOnlyList<string> Ids(string? database) => !Directory.Exists(Path)
        ? []
        : [.. Directory.GetFiles(Path, "*.json").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)).Where(id => BackupId.IsOf(id, database)).Order(StringComparer.Ordinal)];

    /// <exception cref="BackupException">There is none of that id, or its manifest does not hold.</exception>
    public async Task<BackupManifest> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var known = Ids(database: null);
        if (!known.Contains(id))
            throw new BackupException(known.Count == 0 ? $"backup '{id}': there are no backups in {Path}. Take one with --target=Backup." : $"backup '{id}': there is none of that name. {Nearest.Remedy(id, known)}");
        return ManifestFile.Read(await File.ReadAllBytesAsync(ManifestOf(id), cancellationToken), id, key);
    }

    public Task WriteAsync(BackupManifest manifest, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(ManifestOf(manifest.Id), ManifestFile.Write(manifest, key), cancellationToken);

    /// <summary>Writes the file beside its place, flushes it and moves it there; nothing is left of one that was not finished.</summary>
    /// <exception cref="BackupException">There is no room, or the folder cannot be written.</exception>
    public async Task<T> WriteFileAsync<T>(string id, WorkFolder work, Func<Stream, Task<T>> write)
    {
        var beside = work.File($"{id}.new");
        try
        {
            T result;
            await using (var file = OwnerFile.Create(beside))
            {
                result = await write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(beside, FileOf(id), overwrite: false);
            return result;
        }
        catch (IOException error)
        {
            throw new BackupException($"{Path}: the backup could not be written ({error.Message.TrimEnd('.')}). Nothing of it is kept. Make room there, or give another folder in database.backups.folder.", error);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public void Delete(string id)
    {
        // Without its manifest it is no backup any more, whatever happens then.
        File.Delete(ManifestOf(id));
        File.Delete(FileOf(id));
    }
}

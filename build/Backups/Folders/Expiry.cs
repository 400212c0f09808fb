namespace Frostline.Backups.Folders;

/// <summary>Lets expired backups go, here and at the remote target.</summary>
internal sealed class Expiry(BackupPlace place, BackupFolder folder)
{
    /// <returns>Ids of what was deleted.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string database, RemoteCopies remote, CancellationToken cancellationToken)
    {
        var backups = new List<BackupManifest>();
        foreach (var id in folder.Ids(database))
        {
            // One that cannot be read is evidence, and nobody else's business here.
            if (await TryReadAsync(id, cancellationToken) is { } backup)
                backups.Add(backup);
        }

        var expired = place.Retention.Expired(backups);
        foreach (var backup in expired)
        {
            await remote.DeleteAsync(backup.Id, cancellationToken);
            folder.Delete(backup.Id);
        }

        return [.. expired.Select(backup => backup.Id)];
    }

    private async Task<BackupManifest?> TryReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await folder.ReadAsync(id, cancellationToken);
        }
        catch (BackupException)
        {
            return null;
        }
    }
}

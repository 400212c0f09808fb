namespace Frostline.Backups.Folders;

/// <summary>The folder and the remote target seen as one: what the folder has no more comes back from there.</summary>
internal sealed class RemoteCopies(BackupPlace place, BackupFolder folder)
{
    /// <param name="id">The backup; null for the newest of the database.</param>
    /// <param name="database">The database.</param>
    /// <param name="work">Takes what is on its way.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="BackupException">There is none, or its manifest does not hold.</exception>
    public async Task<BackupManifest> FindAsync(string? id, string database, WorkFolder work, CancellationToken cancellationToken)
    {
        var known = folder.Ids(database: null);
        if (place.Remote is { } remote && (id is null ? folder.Ids(database).Count == 0 : !known.Contains(id)))
            await BringAsync(remote, id, database, work, cancellationToken);
        var chosen = id ?? (folder.Ids(database) is [.., var newest] ? newest : null)
            ?? throw new BackupException($"{database}: there is no backup of it in {folder.Path}. Take one with --target=Backup.");
        return await folder.ReadAsync(chosen, cancellationToken);
    }

    public async Task PutAsync(BackupManifest backup, Action<string> progress, CancellationToken cancellationToken)
    {
        if (place.Remote is not { } remote)
            return;
        // The manifest comes last: without it there is no backup there.
        await remote.PutAsync($"{backup.Id}.backup", folder.FileOf(backup.Id), cancellationToken);
        await remote.PutAsync($"{backup.Id}.json", folder.ManifestOf(backup.Id), cancellationToken);
        progress($"{backup.Id}: copied to {remote}");
    }

    public async Task DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (place.Remote is not { } remote)
            return;
        await remote.DeleteAsync($"{id}.json", cancellationToken);
        await remote.DeleteAsync($"{id}.backup", cancellationToken);
    }

    private async Task BringAsync(IBackupTarget remote, string? id, string database, WorkFolder work, CancellationToken cancellationToken)
    {
        var there = (await remote.ListAsync(cancellationToken)).Where(name => name.EndsWith(".json", StringComparison.Ordinal)).Select(name => name[..^".json".Length]);
        if (there.Where(name => BackupId.IsOf(name, id is null ? database : null) && (id is null || name == id)).Max(StringComparer.Ordinal) is not { } chosen)
            return;
        foreach (var (name, path) in new[] { ($"{chosen}.backup", folder.FileOf(chosen)), ($"{chosen}.json", folder.ManifestOf(chosen)) })
        {
            var beside = work.File(name);
            await remote.GetAsync(name, beside, cancellationToken);
            File.Move(beside, path, overwrite: true);
        }
    }
}

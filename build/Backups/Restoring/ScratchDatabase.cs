using Frostline.Backups.Contents;
using Frostline.Backups.Servers;

namespace Frostline.Backups.Restoring;

/// <summary>A restored backup; dropped when disposed, unless it was put to use.</summary>
internal sealed class ScratchDatabase(BackupSite site, BackupManifest backup, string name, double restoreSeconds) : IAsyncDisposable
{
    private bool inUse;

    public string Name => name;

    /// <exception cref="BackupException">It holds something else than was backed up: says what differs.</exception>
    public async Task<BackupProof> ProveAsync(CancellationToken cancellationToken)
    {
        var start = site.Time.GetTimestamp();
        await using var connection = await site.Server.OpenAsync(name, cancellationToken);
        var differences = ContentComparison.Differences(backup.Content, await new ContentReader(connection) { Like = backup.Content }.ReadAsync(cancellationToken));
        return differences.Count == 0
            ? new(site.Time.GetUtcNow(), restoreSeconds, site.SecondsSince(start))
            : throw new BackupException($"backup {backup.Id}: was restored, and is not what was backed up: {ContentComparison.Told(differences)}. Take another backup, and keep this one to find out why.");
    }

    /// <summary>It is somebody's database from now on.</summary>
    public void Keep() => inUse = true;

    public async ValueTask DisposeAsync()
    {
        if (!inUse)
            await site.Databases.DropOwnAsync(name);
    }
}

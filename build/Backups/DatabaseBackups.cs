using System.Globalization;
using Frostline.Backups.Contents;
using Frostline.Backups.Folders;
using Frostline.Backups.Restoring;
using Frostline.Backups.Servers;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;
using Npgsql;

namespace Frostline.Backups;

/// <summary>Backups of PostgreSQL databases: taken with pg_dump, encrypted, proven by restoring, restored beside and swapped.</summary>
/// <param name="place">Where they are kept.</param>
/// <param name="time">Clock.</param>
public sealed class DatabaseBackups(BackupPlace place, TimeProvider time)
{
    private readonly BackupFolder folder = new(place.Folder, place.Key);
    private readonly ProcessRunner processes = new(time);

    /// <summary>Takes a backup, restores it into a scratch database, compares, copies it to the remote target, and lets expired ones go.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="progress">A line for each step.</param>
    /// <param name="cancellationToken">Stops; nothing half-written is left.</param>
    /// <returns>The backup, with its proof.</returns>
    /// <exception cref="BackupException">It could not be taken, or does not hold what the database held.</exception>
    public Task<BackupManifest> TakeAsync(Secret connection, Action<string> progress, CancellationToken cancellationToken) =>
        TakeAsync(connection, (_, _) => Task.CompletedTask, progress, cancellationToken);

    /// <summary>As <see cref="TakeAsync(Secret, Action{string}, CancellationToken)"/>, and tries something with the copy that proved it.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="tryOut">Is given the connection string of the copy, which is dropped afterwards; what it throws ends the run, and the backup stays.</param>
    /// <param name="progress">A line for each step.</param>
    /// <param name="cancellationToken">Stops; nothing half-written is left.</param>
    /// <exception cref="BackupException">It could not be taken, or does not hold what the database held.</exception>
    public Task<BackupManifest> TakeAsync(Secret connection, Func<BackupManifest, Secret, Task> tryOut, Action<string> progress, CancellationToken cancellationToken) => AtServerAsync(connection, async site =>
    {
        var taken = await new Dump(site, folder, place.Key).TakeAsync(cancellationToken);
        progress(string.Create(CultureInfo.InvariantCulture, $"{taken.Id}: {Size(taken.FileBytes)} of {Size(taken.ArchiveBytes)} in {taken.DumpSeconds:0.0} s, {taken.Content.Rows} rows in {taken.Content.Tables.Count} tables"));
        var proven = await ProveAsync(site, taken, tryOut, progress, cancellationToken);
        var remote = new RemoteCopies(place, folder);
        await remote.PutAsync(proven, progress, cancellationToken);
        foreach (var gone in await new Expiry(place, folder).RunAsync(proven.Database, remote, cancellationToken))
            progress($"{gone} expired and is deleted");
        return proven;
    }, cancellationToken);

    /// <summary>Restores a backup into a scratch database of the server and compares it with what it was taken of; the proof is kept in its manifest.</summary>
    /// <param name="connection">A database of the server; its newest backup is tested unless another is named.</param>
    /// <param name="id">The backup; null for the newest of the database.</param>
    /// <param name="progress">A line for each step.</param>
    /// <param name="cancellationToken">Stops; the scratch database is dropped.</param>
    /// <exception cref="BackupException">It is not whole, was changed, was encrypted with another key, or holds something else.</exception>
    public Task<BackupManifest> TestAsync(Secret connection, string? id, Action<string> progress, CancellationToken cancellationToken) => AtServerAsync(connection, async site =>
        await ProveAsync(site, await FindAsync(id, site, cancellationToken), (_, _) => Task.CompletedTask, progress, cancellationToken), cancellationToken);

    /// <summary>Restores a backup beside the database, compares, and swaps the two by name. The database that was there is kept.</summary>
    /// <exception cref="BackupException">It is not whole, was changed, was encrypted with another key, or is of another database.</exception>
    public Task<RestoreOutcome> RestoreAsync(Secret connection, RestoreRequest request, Action<string> progress, CancellationToken cancellationToken) => AtServerAsync(connection, async site =>
        await new Restoration(site, folder, place.Key).RunAsync(await FindAsync(request.Id, site, cancellationToken), request, progress, cancellationToken), cancellationToken);

    /// <summary>What would be lost if the database were brought back from its newest proven backup of an older schema. Reads every table.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="migrationHead">The newest migration that the backup may have.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when the local folder has no such backup.</returns>
    /// <exception cref="BackupException">A manifest does not hold, or the database does not answer.</exception>
    public Task<RestoreLoss?> LossAsync(Secret connection, string migrationHead, CancellationToken cancellationToken) => AtServerAsync(connection, async site =>
    {
        var database = site.Server.Database;
        var backup = (await ListAsync(database, cancellationToken)).LastOrDefault(known => known.Proof is not null && string.CompareOrdinal(known.MigrationHead, migrationHead) <= 0);
        if (backup is null)
            return null;
        await using var open = await site.Server.OpenAsync(database, cancellationToken);
        return new RestoreLoss(backup, WrittenSince.Between(backup.Content, await new ContentReader(open) { Like = backup.Content }.ReadAsync(cancellationToken)));
    }, cancellationToken);

    /// <summary>A database's schema as statements that make it in an empty one: without rows, owners and privileges. The same schema gives the same text.</summary>
    /// <exception cref="BackupException">pg_dump is not there, or failed.</exception>
    public Task<string> ReadSchemaAsync(Secret connection, CancellationToken cancellationToken) =>
        AtServerAsync(connection, site => new SchemaDump(site).ReadAsync(cancellationToken), cancellationToken);

    /// <summary>The backups of a database in the local folder, oldest first.</summary>
    /// <exception cref="BackupException">A manifest does not hold.</exception>
    public async Task<IReadOnlyList<BackupManifest>> ListAsync(string database, CancellationToken cancellationToken)
    {
        var found = new List<BackupManifest>();
        foreach (var id in folder.Ids(database))
            found.Add(await folder.ReadAsync(id, cancellationToken));
        return found;
    }

    private async Task<BackupManifest> ProveAsync(
        BackupSite site, BackupManifest backup, Func<BackupManifest, Secret, Task> tryOut, Action<string> progress, CancellationToken cancellationToken)
    {
        await using var scratch = await new Scratch(site, folder, place.Key).RestoreAsync(backup, withOwners: false, cancellationToken);
        var proof = await scratch.ProveAsync(cancellationToken);
        var proven = backup with { Proof = proof };
        await folder.WriteAsync(proven, cancellationToken);
        progress(string.Create(CultureInfo.InvariantCulture, $"{backup.Id}: restored in {proof.RestoreSeconds:0.0} s and compared in {proof.CompareSeconds:0.0} s: it holds what was backed up; recovery takes {proof.Rto:0.0} s"));
        await tryOut(proven, site.Server.ConnectionTo(scratch.Name));
        return proven;
    }

    private Task<BackupManifest> FindAsync(string? id, BackupSite site, CancellationToken cancellationToken) =>
        new RemoteCopies(place, folder).FindAsync(id, site.Server.Database, site.Work, cancellationToken);

    private async Task<T> AtServerAsync<T>(Secret connection, Func<BackupSite, Task<T>> act, CancellationToken cancellationToken)
    {
        using var work = WorkFolder.Create(place.Folder, time);
        var server = new DatabaseServer(connection);
        try
        {
            await using var open = await server.OpenAsync(server.Database, cancellationToken);
            var tools = await PostgresTools.ForAsync(open.PostgreSqlVersion.Major, processes, place.SearchPath, cancellationToken);
            await open.CloseAsync();
            return await act(new(server, tools, work, processes, time));
        }
        catch (PostgresException refused) when (!IsFarewell(refused))
        {
            throw new BackupException($"{server.Database} at {server}: the server refused: {refused.MessageText} (SQL state {refused.SqlState}). The user must own the database and have the right to create others.", refused);
        }
        catch (NpgsqlException broken) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BackupException($"{server.Database} at {server}: the connection broke ({broken.Message}). Nothing was changed; run again.", broken);
        }
    }

    /// <summary>The server ends the session: that says nothing of rights.</summary>
    private static bool IsFarewell(PostgresException refused) =>
        refused.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;

    internal static string Size(long bytes) => bytes switch
    {
        >= 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.0} GiB"),
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.0} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.0} KiB"),
    };
}

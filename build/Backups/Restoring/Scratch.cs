using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Frostline.Backups.Folders;
using Frostline.Backups.Sealing;
using Frostline.Backups.Servers;

namespace Frostline.Backups.Restoring;

/// <summary>Restores a backup into a database of its own, on the same server.</summary>
internal sealed class Scratch(BackupSite site, BackupFolder folder, BackupKey key)
{
    /// <summary>Older ones in which nobody is were left by runs that were killed.</summary>
    private static readonly TimeSpan LongestUse = TimeSpan.FromHours(12);

    /// <summary>The archive is read whole, and proven to be what was written, before anything is made on the server.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="withOwners">Whether owners and privileges are restored too.</param>
    /// <param name="cancellationToken">Stops; the database is dropped.</param>
    /// <exception cref="BackupException">It is not whole, was changed or was encrypted with another key; or the server refuses it.</exception>
    public async Task<ScratchDatabase> RestoreAsync(BackupManifest backup, bool withOwners, CancellationToken cancellationToken)
    {
        var start = site.Time.GetTimestamp();
        var archive = site.Work.File("archive");
        try
        {
            await new SealedBackup(folder, key).OpenAsync(backup, archive, cancellationToken);
            var database = await CreateAsync(backup, cancellationToken);
            try
            {
                using var password = new PasswordFile(site.Server, site.Work);
                await new RestoreProcess(site.Tools, site.Server, password, site.Processes).RunAsync(archive, database, withOwners, cancellationToken);
                return new(site, backup, database, site.SecondsSince(start));
            }
            catch
            {
                await site.Databases.DropOwnAsync(database);
                throw;
            }
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private async Task<string> CreateAsync(BackupManifest backup, CancellationToken cancellationToken)
    {
        var now = site.Time.GetUtcNow();
        var prefix = $"frostline_scratch_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(backup.Database)))[..8]}_";
        await site.Databases.SweepAsync(prefix, now - LongestUse, cancellationToken);
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{now.ToUnixTimeMilliseconds()}");
        await site.Databases.CreateAsync(name, backup.Locale, cancellationToken);
        return name;
    }
}

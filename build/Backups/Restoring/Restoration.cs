using System.Globalization;
using Frostline.Backups.Folders;
using Frostline.Backups.Servers;

namespace Frostline.Backups.Restoring;

/// <summary>A restore beside the database, compared, then swapped by name.</summary>
internal sealed class Restoration(BackupSite site, BackupFolder folder, BackupKey key)
{
    private const int LongestName = 63;

    public async Task<RestoreOutcome> RunAsync(BackupManifest backup, RestoreRequest request, Action<string> progress, CancellationToken cancellationToken)
    {
        var start = site.Time.GetTimestamp();
        var target = request.Into ?? site.Server.Database;
        if (request.Into is null && backup.Database != target)
            throw new BackupException($"backup {backup.Id}: is of database {backup.Database}, not of {target}. Say --into={target} when you mean it.");
        await using var restored = await new Scratch(site, folder, key).RestoreAsync(backup, withOwners: true, cancellationToken);
        var proof = await restored.ProveAsync(cancellationToken);
        await folder.WriteAsync(backup with { Proof = proof }, cancellationToken);
        progress(string.Create(CultureInfo.InvariantCulture, $"{backup.Id}: restored beside in {proof.RestoreSeconds:0.0} s and compared in {proof.CompareSeconds:0.0} s"));
        if (request.Prepare is { } prepare)
        {
            await using var copy = await site.Server.OpenAsync(restored.Name, cancellationToken);
            await prepare(backup, copy, cancellationToken);
        }

        var kept = await site.Databases.ExistsAsync(target, cancellationToken) ? KeptName(target) : null;
        await site.Databases.SwapAsync(target, restored.Name, kept ?? target, cancellationToken);
        restored.Keep();
        return new(backup.Id, target, kept, site.SecondsSince(start)) { MigrationHead = backup.MigrationHead };
    }

    private string KeptName(string target)
    {
        var suffix = site.Time.GetUtcNow().UtcDateTime.ToString("'_before_'yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return target[..Math.Min(target.Length, LongestName - suffix.Length)] + suffix;
    }
}

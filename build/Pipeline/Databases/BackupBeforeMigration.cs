using Frostline.Backups;
using Frostline.Delivery.Settings;

namespace Frostline.Pipeline.Databases;

/// <summary>A verified backup before the schema changes, where the environment asks for it.</summary>
internal sealed class BackupBeforeMigration(BuildContext context)
{
    /// <summary>Takes it, unless the environment does without.</summary>
    /// <param name="connection">The database; it has migrations already, and more are about to be applied.</param>
    /// <returns>Null when the environment does without.</returns>
    /// <exception cref="BackupException">It could not be taken or proven: then nothing may be migrated.</exception>
    public async Task<BackupManifest?> TakeAsync(Secret connection)
    {
        var target = context.Target;
        return target.BackupBeforeMigration ?? target.Approval
            ? await (await new BackupAccess(context).OpenAsync()).TakeAsync(connection, context.Print, context.Cancellation)
            : null;
    }
}

using Azure.Identity;
using Frostline.Backups;
using Frostline.Delivery;
using Frostline.Delivery.Settings;

namespace Frostline.Pipeline.Databases;

/// <summary>The backups of the environment's database, as the settings say.</summary>
internal sealed class BackupAccess(BuildContext context)
{
    private BackupSettings Settings => context.Settings.Database?.Backups
        ?? throw new DeliveryException("database: the settings have none. Add one to infrastructure/pipeline.json.");

    private bool IsLocal => context.Options.Cloud == "local";

    /// <exception cref="DeliveryException">There is no key.</exception>
    public async Task<DatabaseBackups> OpenAsync()
    {
        var settings = Settings;
        var folder = IsLocal ? context.Paths.LocalBackups : context.Paths.Of(settings.Folder);
        var retention = settings.Retention;
        return new(new(folder, await KeyAsync(settings, folder))
        {
            Remote = Remote(settings),
            Retention = new(retention.Daily, retention.Weekly, retention.Monthly),
            SearchPath = context.Environment.GetEnvironmentVariable("PATH") ?? "",
        }, TimeProvider.System);
    }

    private IBackupTarget? Remote(BackupSettings settings) => settings.Remote switch
    {
        null => null,
        // A rehearsal leaves nothing in the cloud.
        { } address when address.StartsWith("https://", StringComparison.Ordinal) => IsLocal ? null : new BlobTarget(new(address), new DefaultAzureCredential()),
        { } folder => new FolderTarget(context.Paths.Of(folder)),
    };

    private async Task<BackupKey> KeyAsync(BackupSettings settings, string folder)
    {
        if (context.Environment.GetEnvironmentVariable(settings.KeyVariable) is { Length: > 0 } given)
            return BackupKey.Parse(new(given), $"variable {settings.KeyVariable}");
        return IsLocal
            ? await BackupKey.KeptAsync(Path.Combine(folder, "key"), context.Cancellation)
            : throw new DeliveryException($"database.backups.keyVariable: the variable {settings.KeyVariable} is not set. Set it to the key that backups are encrypted with; 'openssl rand -base64 32' makes one.");
    }
}

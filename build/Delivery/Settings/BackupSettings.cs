using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>Where backups of the database are kept, how they are encrypted, and for how long.</summary>
public sealed record BackupSettings
{
    /// <summary>Folder for backups of databases on Azure; LocalAzure's are beside its state.</summary>
    [Description("Folder for backups of databases on Azure, relative to the repository. Those of LocalAzure are in .local/backups.")]
    public string Folder { get; init; } = ".backups";

    /// <summary>A container of Azure Blob Storage, or a folder such as a mounted share.</summary>
    [Description("Where copies of verified backups go: https://<account>.blob.core.windows.net/<container>, or a folder. Leave out for none.")]
    public string? Remote { get; init; }

    /// <summary>Environment variable with the key. Rehearsals on LocalAzure make one of their own when it is not set.</summary>
    [Description("Environment variable of the pipeline that holds the key, 32 bytes in base64. LocalAzure's backups get one of their own when it is not set.")]
    [Matches("^[A-Za-z_][A-Za-z0-9_]*$", "is not a variable name", "Give the name of an environment variable, not the key itself.")]
    public string KeyVariable { get; init; } = "FROSTLINE_BACKUP_KEY";

    [Description("How many backups of a database are kept.")]
    public RetentionSettings Retention { get; init; } = new();
}

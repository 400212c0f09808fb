namespace Frostline.Backups;

/// <summary>Where backups are kept, and with which key.</summary>
/// <param name="Folder">Local folder; made when it is not there, for its owner only.</param>
/// <param name="Key">Encrypts and opens them.</param>
public sealed record BackupPlace(string Folder, BackupKey Key)
{
    /// <summary>Gets a copy of each verified backup, and gives it back when the folder has it no more. Default none.</summary>
    public IBackupTarget? Remote { get; init; }

    /// <summary>How many are kept of each database. Default 7 daily, 4 weekly, 3 monthly.</summary>
    public BackupRetention Retention { get; init; } = new();

    /// <summary>Folders in which pg_dump and pg_restore are looked for first, separated as in PATH. Default none: where Debian puts them.</summary>
    public string SearchPath { get; init; } = "";
}

namespace Frostline.Backups;

/// <summary>A remote place for the files of backups. They are encrypted before they come here.</summary>
public interface IBackupTarget
{
    /// <summary>Puts a file there, whole or not at all, in place of one of that name.</summary>
    /// <exception cref="BackupException">It could not be put there.</exception>
    Task PutAsync(string name, string file, CancellationToken cancellationToken);

    /// <summary>Copies a file from there.</summary>
    /// <exception cref="BackupException">It is not there, or could not be read.</exception>
    Task GetAsync(string name, string file, CancellationToken cancellationToken);

    /// <summary>Names of all files there.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a file; one that is not there is no error.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

namespace Frostline.Backups.Folders;

/// <summary>What a run has on disk meanwhile (a password file, an archive in plain, a file half-written), in a folder for its owner only, gone when disposed. Those of killed runs are swept by the next one.</summary>
internal sealed class WorkFolder : IDisposable
{
    private const string Prefix = ".run-";
    private const string Mark = "held";

    private static readonly TimeSpan Unmarked = TimeSpan.FromMinutes(1);

    private readonly FileStream held;

    private WorkFolder(string path)
    {
        Path = path;
        held = new(System.IO.Path.Combine(path, Mark), FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    public string Path { get; }

    /// <exception cref="BackupException">The folder cannot be made or written.</exception>
    public static WorkFolder Create(string within, TimeProvider time)
    {
        try
        {
            Delivery.Folders.CreateForOwner(within);
            Sweep(within, time);
            var path = System.IO.Path.Combine(within, $"{Prefix}{Guid.NewGuid():N}");
            Delivery.Folders.CreateForOwner(path);
            return new(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{within}: cannot hold backups ({error.Message.TrimEnd('.')}). Give a folder of your own in database.backups.folder.", error);
        }
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        held.Dispose();
        Directory.Delete(Path, recursive: true);
    }

    private static void Sweep(string within, TimeProvider time)
    {
        foreach (var folder in Directory.GetDirectories(within, $"{Prefix}*").Where(folder => IsLeft(folder, time)))
            Directory.Delete(folder, recursive: true);
    }

    /// <summary>Whoever lives holds the mark open; the kernel lets go of it with the process.</summary>
    private static bool IsLeft(string folder, TimeProvider time)
    {
        var mark = System.IO.Path.Combine(folder, Mark);
        if (!System.IO.File.Exists(mark))
            return Directory.GetLastWriteTimeUtc(folder) < time.GetUtcNow().UtcDateTime - Unmarked;
        try
        {
            using var free = new FileStream(mark, FileMode.Open, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

using Frostline.Backups.Folders;

namespace Frostline.Backups;

/// <summary>A folder elsewhere, such as a mounted share.</summary>
/// <param name="path">The folder; made when it is not there, for its owner only.</param>
public sealed class FolderTarget(string path) : IBackupTarget
{
    public override string ToString() => path;

    public Task PutAsync(string name, string file, CancellationToken cancellationToken) => InWordsAsync(async () =>
    {
        Delivery.Folders.CreateForOwner(path);
        var beside = Path.Combine(path, $".{name}.{Guid.NewGuid():N}");
        try
        {
            await CopyAsync(file, beside, cancellationToken);
            File.Move(beside, Path.Combine(path, name), overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    });

    public Task GetAsync(string name, string file, CancellationToken cancellationToken) =>
        InWordsAsync(() => CopyAsync(Path.Combine(path, name), file, cancellationToken));

    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = [];
        await InWordsAsync(() =>
        {
            names = Directory.Exists(path) ? [.. Directory.GetFiles(path).Select(file => Path.GetFileName(file)).Where(name => name[0] != '.')] : [];
            return Task.CompletedTask;
        });
        return names;
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => InWordsAsync(() =>
    {
        if (Directory.Exists(path))
            File.Delete(Path.Combine(path, name));
        return Task.CompletedTask;
    });

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        await using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.Asynchronous);
        await using var target = OwnerFile.Create(to);
        await source.CopyToAsync(target, 1 << 20, cancellationToken);
        target.Flush(flushToDisk: true);
    }

    private async Task InWordsAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{path}: {error.Message.TrimEnd('.')}. The backup in the local folder is whole; make the remote one reachable, and run again.", error);
        }
    }
}

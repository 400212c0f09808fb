namespace LocalAzure.State;

/// <summary>One program at a time in one state folder. The operating system gives the lock back when its holder dies.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream file;

    private FolderLock(FileStream file) => this.file = file;

    public static FolderLock? TryTake(string stateFolder)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, UnixCreateMode = OwnerOnly.FileMode };
            return new FolderLock(new FileStream(Path.Combine(stateFolder, "lock"), options));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();
}

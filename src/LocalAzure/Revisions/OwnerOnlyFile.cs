namespace LocalAzure.Revisions;

/// <summary>Options to write a file nobody but its owner can read.</summary>
internal static class OwnerOnlyFile
{
    public static FileStreamOptions Create(FileMode mode) => new()
    {
        Mode = mode,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };
}

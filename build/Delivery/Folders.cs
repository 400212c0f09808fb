namespace Frostline.Delivery;

/// <summary>Makes folders that only their owner can read.</summary>
internal static class Folders
{
    /// <param name="folder">The folder; one that exists is left as it is.</param>
    /// <param name="others">What everybody else may do; default nothing.</param>
    public static void CreateForOwner(string folder, UnixFileMode others = default)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | others);
    }
}

using System.Diagnostics;

namespace LoadTesting.Tests.Runs;

/// <summary>A real file system of a few kilobytes.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <returns>Null where that is not allowed.</returns>
    public static SmallDisk? Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        return OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) ? new(path) : null;
    }

    /// <summary>Leaves so much room.</summary>
    public void FillBut(int kilobytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, "fill"), new byte[new DriveInfo(Path).AvailableFreeSpace - kilobytes * 1024]);

    public void Dispose() => Run("umount", "--lazy", Path);

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

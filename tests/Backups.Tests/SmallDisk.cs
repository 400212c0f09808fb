using System.Diagnostics;
using Testing;

namespace Frostline.Backups.Tests;

/// <summary>A file system of so many bytes, in memory. Only root can make one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new("disk");

    public SmallDisk(int bytes)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={bytes},mode=700", "tmpfs", folder.Path), "Only root can mount a file system.");
    }

    public string Path => folder.Path;

    public void Dispose()
    {
        Run("umount", folder.Path);
        folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

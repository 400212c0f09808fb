using Testing;

namespace Contract.Tests.Registry;

/// <summary>Programs of Debian's packages, installed when they are missing and this user may.</summary>
internal static class DebianTools
{
    private static readonly SemaphoreSlim Installing = new(1);

    /// <summary>Path of a program of the package (not of another one that shadows it); skips the test, with the reason, when it cannot be had.</summary>
    public static async Task<string> DemandAsync(string package, string program, string version)
    {
        var path = $"/usr/bin/{program}";
        await Installing.WaitAsync();
        try
        {
            if (!File.Exists(path)) await InstallAsync(package, path);
        }
        finally
        {
            Installing.Release();
        }

        var answer = await RunningProgram.RunAsync(path, ["--version"], null, TimeSpan.FromSeconds(60));
        if (!answer.Output.Contains(version, StringComparison.Ordinal))
            Assert.Skip($"{path} is not Debian's {program} {version}: {answer.Output.Trim()}");
        return path;
    }

    private static async Task InstallAsync(string package, string path)
    {
        if (!DebianPackages.Allowed)
            Assert.Skip($"{package} is not installed, and only root on Debian can: apt-get install {package}");
        if (await DebianPackages.InstallAsync(package, $"test -x {path}") is { } problem)
            Assert.Skip($"apt-get could not install {package}: {problem.Trim()}");
    }
}

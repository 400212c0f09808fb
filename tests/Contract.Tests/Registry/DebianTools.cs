namespace Contract.Tests.Registry;

/// <summary>Programs of Debian's packages, installed when they are missing and this user may.</summary>
internal static class DebianTools
{
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(4);
    private static readonly SemaphoreSlim Installing = new(1);

    /// <summary>Path of a program of the package (not of another one that shadows it); skips the test, with the reason, when it cannot be had.</summary>
    public static async Task<string> DemandAsync(string package, string program, string version)
    {
        var path = $"/usr/bin/{program}";
        await Installing.WaitAsync();
        try
        {
            if (!File.Exists(path)) await InstallAsync(package);
        }
        finally
        {
            Installing.Release();
        }

        var answer = await RunningProgram.RunAsync(path, ["--version"], null, TimeSpan.FromSeconds(10));
        if (!answer.Output.Contains(version, StringComparison.Ordinal))
            Assert.Skip($"{path} is not Debian's {program} {version}: {answer.Output.Trim()}");
        return path;
    }

    private static async Task InstallAsync(string package)
    {
        if (Environment.UserName != "root" || !File.Exists("/usr/bin/apt-get"))
            Assert.Skip($"{package} is not installed, and only root on Debian can: apt-get install {package}");
        string[] install = ["install", "--yes", "--no-install-recommends", package];
        var answer = await RunningProgram.RunAsync("/usr/bin/apt-get", install, null, InstallDeadline);
        if (answer.ExitCode != 0)
        {
            await RunningProgram.RunAsync("/usr/bin/apt-get", ["update"], null, InstallDeadline);
            answer = await RunningProgram.RunAsync("/usr/bin/apt-get", install, null, InstallDeadline);
        }

        if (answer.ExitCode != 0) Assert.Skip($"apt-get could not install {package}: {answer.Output.Trim()}");
    }
}

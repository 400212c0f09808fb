using LocalAzure.Database;

namespace Testing;

/// <summary>Installs what tests need of the distribution, one test process at a time: apt-get refuses a second one at once.</summary>
public static class DebianPackages
{
    private static readonly string InstallLock = Path.Combine(Path.GetTempPath(), "frostline-apt-get.lock");
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(8);

    /// <summary>Whether this user may install packages here.</summary>
    public static bool Allowed => Environment.IsPrivilegedProcess && File.Exists("/etc/debian_version");

    /// <summary>Installs a package, unless another process did while this one waited.</summary>
    /// <param name="package">Its name.</param>
    /// <param name="isThere">A shell command that succeeds when nothing needs to be done.</param>
    /// <param name="prepare">A shell command to run before.</param>
    /// <returns>Null when it is installed, else what was printed.</returns>
    public static async Task<string?> InstallAsync(string package, string isThere, string prepare = ":")
    {
        var script = $"{isThere} > /dev/null 2>&1 && exit; {prepare}; export DEBIAN_FRONTEND=noninteractive; apt-get update -q && " +
            $"apt-get install --yes -q --no-install-recommends -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold {package}";
        var (exitCode, output) = await new PostgresCommand("flock", [InstallLock, "/bin/sh", "-c", script]) { Deadline = Deadline }.TryAsync(CancellationToken.None);
        return exitCode == 0 ? null : output;
    }
}

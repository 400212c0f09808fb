using LocalAzure.Database;

namespace Testing;

/// <summary>Sees to it that there is a PostgreSQL server to run.</summary>
internal static class DebianPostgres
{
    private const string Install = "apt-get install --yes --no-install-recommends postgresql";
    private static readonly string InstallLock = Path.Combine(Path.GetTempPath(), "frostline-apt-get.lock");

    public static async Task EnsureAsync()
    {
        if (await IsThereAsync())
            return;
        if (!Environment.IsPrivilegedProcess || !File.Exists("/etc/debian_version"))
            throw new InvalidOperationException($"The tests need a PostgreSQL server. Install it: {Install}");

        // Several test processes may find it missing at the same time: one installs, the others wait for it. No cluster is made
        // of it, and none started: only the programs are wanted.
        const string script =
            "ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 && exit; conf=/etc/postgresql-common/createcluster.conf; " +
            "mkdir -p \"${conf%/*}\"; [ -e \"$conf\" ] || echo 'create_main_cluster = false' > \"$conf\"; export DEBIAN_FRONTEND=noninteractive; " +
            "apt-get update && " + Install + " -o Dpkg::Options::=--force-confold";
        var command = new PostgresCommand("flock", [InstallLock, "/bin/sh", "-c", script]) { Deadline = TimeSpan.FromMinutes(10) };
        var (exitCode, output) = await command.TryAsync(CancellationToken.None);
        if (exitCode != 0 || !await IsThereAsync())
            throw new InvalidOperationException($"The tests need a PostgreSQL server, and '{Install}' failed: {output}");
    }

    private static async Task<bool> IsThereAsync() => (await PostgresBinaries.FindAsync(CancellationToken.None)).Count > 0;
}

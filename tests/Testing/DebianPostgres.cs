using LocalAzure.Database;

namespace Testing;

/// <summary>Sees to it that there is a PostgreSQL server to run.</summary>
internal static class DebianPostgres
{
    private const string Remedy = "apt-get install postgresql";

    public static async Task EnsureAsync()
    {
        if (await IsThereAsync())
            return;
        if (!DebianPackages.Allowed)
            throw new InvalidOperationException($"The tests need a PostgreSQL server. Install it: {Remedy}");

        // No cluster is made of it, and none started: only the programs are wanted.
        const string noCluster =
            "conf=/etc/postgresql-common/createcluster.conf; mkdir -p \"${conf%/*}\"; [ -e \"$conf\" ] || echo 'create_main_cluster = false' > \"$conf\"";
        var problem = await DebianPackages.InstallAsync("postgresql", "ls /usr/lib/postgresql/*/bin/initdb", noCluster);
        if (problem is not null || !await IsThereAsync())
            throw new InvalidOperationException($"The tests need a PostgreSQL server, and '{Remedy}' failed: {problem}");
    }

    private static async Task<bool> IsThereAsync() => (await PostgresBinaries.FindAsync(CancellationToken.None)).Count > 0;
}

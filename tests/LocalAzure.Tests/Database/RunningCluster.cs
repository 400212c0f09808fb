using Npgsql;
using Testing;

namespace LocalAzure.Database;

/// <summary>A cluster that runs, in a folder of its own.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new("cluster");
    private readonly int port = FreePort.Next();

    internal PostgresCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = Again();
        await Cluster.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.RemoveAsync(CancellationToken.None);
        folder.Dispose();
    }

    /// <summary>The same cluster, as another run of the program sees it.</summary>
    internal PostgresCluster Again() => new(Path.Combine(folder.Path, "database"), port) { Durable = false };

    internal async Task<int> ProcessIdAsync() => Postmaster.Read(await DataFolderAsync())!.ProcessId;

    internal Task<string> DataFolderAsync() => ScalarAsync<string>("SHOW data_directory");

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await PostgresConnection.OpenAsync(Cluster.Address, CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}

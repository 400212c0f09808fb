using System.Diagnostics;
using Npgsql;
using Testing;

namespace LocalAzure.Database;

public sealed class PostgresServerTests
{
    [Fact]
    public async Task Database_ForEachAsker_IsItsOwnAndGoesWithTheServer()
    {
        var server = new PostgresServer();
        var first = await server.CreateDatabaseAsync();
        var second = await server.CreateDatabaseAsync();

        new NpgsqlConnectionStringBuilder(first).Database.ShouldNotBe(new NpgsqlConnectionStringBuilder(second).Database);
        await OpenAsync(second);
        await server.DisposeAsync();

        await Should.ThrowAsync<NpgsqlException>(() => OpenAsync(second));
    }

    [Fact]
    public async Task Server_WhenItsProcessWasKilled_IsBuried()
    {
        using var folder = new TemporaryFolder("undertaker");
        var cluster = new PostgresCluster(folder.Combine("buried", "database"), FreePort.Next()) { Durable = false };
        await cluster.StartAsync(TestContext.Current.CancellationToken);
        var home = Path.GetDirectoryName(cluster.LogFile)!;
        var postmaster = Postmaster.Read(Path.Combine(home, "data"))!;

        // The end of a killed process closes its pipes: so does this.
        using var undertaker = new Undertaker(folder.Combine("buried"));
        undertaker.Abandon();

        await Eventually.Is(() => !Directory.Exists(folder.Combine("buried")) && !Directory.Exists(home));
        postmaster.IsRunning.ShouldBeFalse();
    }

    private static async Task OpenAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
    }
}

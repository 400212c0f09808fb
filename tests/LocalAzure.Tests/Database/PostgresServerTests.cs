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
    public async Task Database_WhenASchemaIsGiven_HasItAndNotWhatAnotherWrote()
    {
        using var folder = new TemporaryFolder();
        await using var server = new PostgresServer
        {
            Schema = folder.Write("schema.sql", "CREATE FUNCTION public.one() RETURNS integer LANGUAGE sql AS $$ SELECT 1; $$;\nCREATE TABLE public.cups (size text DEFAULT ';');"),
        };
        var (first, second) = (await server.CreateDatabaseAsync(), await server.CreateDatabaseAsync());

        await AskAsync(first, "INSERT INTO cups DEFAULT VALUES");

        (await AskAsync(first, "SELECT size FROM cups WHERE one() = 1")).ShouldBe(";");
        (await AskAsync(second, "SELECT count(*) FROM cups")).ShouldBe(0L);
        (await AskAsync(await server.CreateEmptyDatabaseAsync(), "SELECT to_regclass('cups') IS NULL")).ShouldBe(true);
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

    private static async Task<object?> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task OpenAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
    }
}

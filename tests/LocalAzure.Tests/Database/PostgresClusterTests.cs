using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Testing;

namespace LocalAzure.Database;

public sealed class PostgresClusterTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new("cluster");
    private readonly int port = FreePort();
    private readonly CancellationToken token = TestContext.Current.CancellationToken;
    private PostgresCluster cluster = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = Cluster();
        await cluster.StartAsync(token);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.RemoveAsync(CancellationToken.None);
        folder.Dispose();
    }

    [Fact]
    public async Task Start_WhenServerRunsAlready_AdoptsIt()
    {
        var running = await ProcessIdAsync();

        await Cluster().StartAsync(token);

        (await ProcessIdAsync()).ShouldBe(running);
    }

    [Fact]
    public async Task Start_AfterStop_FindsDataAgain()
    {
        await cluster.CreateDatabaseAsync("kept", token);

        await Cluster().StopAsync(token);
        await Should.ThrowAsync<NpgsqlException>(ProcessIdAsync);
        await cluster.StartAsync(token);

        (await ScalarAsync<long>("SELECT count(*) FROM pg_database WHERE datname = 'kept'")).ShouldBe(1);
    }

    [Fact]
    public async Task Start_AfterServerWasKilled_Recovers()
    {
        using var server = Process.GetProcessById(await ProcessIdAsync());
        server.Kill();
        await server.WaitForExitAsync(token);

        await cluster.StartAsync(token);

        (await ProcessIdAsync()).ShouldNotBe(server.Id);
    }

    [Fact]
    public async Task Start_WhenProcessNumberWentToSomebodyElse_LeavesThemAlone()
    {
        var mark = Postmaster.FileIn(await DataFolderAsync());
        using var server = Process.GetProcessById(await ProcessIdAsync());
        server.Kill();
        await server.WaitForExitAsync(token);
        using var somebody = Process.Start("sleep", "60");
        var lines = await File.ReadAllLinesAsync(mark, token);
        lines[0] = $"{somebody.Id}";
        await File.WriteAllLinesAsync(mark, lines, token);

        await cluster.StopAsync(token);
        await cluster.StartAsync(token);

        somebody.HasExited.ShouldBeFalse();
        somebody.Kill();
        (await ProcessIdAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task CreateDatabase_WithHostileName_MakesExactlyThatOne()
    {
        const string name = "a\"; DROP DATABASE postgres; --";

        await cluster.CreateDatabaseAsync(name, token);
        await cluster.CreateDatabaseAsync(name, token);

        (await ScalarAsync<string>("SELECT datname FROM pg_database WHERE datname LIKE 'a%'")).ShouldBe(name);
    }

    [Fact]
    public async Task CreateDatabase_ByManyAtOnce_MakesOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => cluster.CreateDatabaseAsync("coffee", token)));

        (await ScalarAsync<long>("SELECT count(*) FROM pg_database WHERE datname = 'coffee'")).ShouldBe(1);
    }

    [Fact]
    public async Task CreateDatabase_WithNameThatWouldBeCut_Refuses()
    {
        var name = new string('x', 64);

        var error = await Should.ThrowAsync<DatabaseServerException>(() => cluster.CreateDatabaseAsync(name, token));

        error.Message.ShouldBe($"database '{name}': not a name. Give 1 to 63 bytes.");
    }

    [Fact]
    public async Task Server_ForStrangers_IsClosed()
    {
        File.GetUnixFileMode(cluster.Address.PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await ScalarAsync<string>("SHOW listen_addresses")).ShouldBe("127.0.0.1");
        (await ScalarAsync<string>("SHOW unix_socket_directories")).ShouldBe("");
        var guess = new NpgsqlConnectionStringBuilder(PostgresConnection.StringFor(cluster.Address, "postgres")) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(guess.ConnectionString);

        var error = await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync(token));

        error.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Server_RunsInItsOwnSession()
    {
        var status = await File.ReadAllTextAsync($"/proc/{await ProcessIdAsync()}/stat", token);
        var session = status[(status.LastIndexOf(')') + 2)..].Split(' ')[3];

        session.ShouldBe($"{await ProcessIdAsync()}");
    }

    private PostgresCluster Cluster() => new(Path.Combine(folder.Path, "database"), port) { Durable = false };

    private async Task<int> ProcessIdAsync() => Postmaster.Read(await DataFolderAsync())!.ProcessId;

    private async Task<string> DataFolderAsync() => await ScalarAsync<string>("SHOW data_directory");

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await PostgresConnection.OpenAsync(cluster.Address, token);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(token))!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

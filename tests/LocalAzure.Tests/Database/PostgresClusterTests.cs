using Npgsql;

namespace LocalAzure.Database;

public sealed class PostgresClusterTests(RunningCluster running) : IClassFixture<RunningCluster>
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WhenServerRunsAlready_AdoptsIt()
    {
        var before = await running.ProcessIdAsync();

        await running.Again().StartAsync(token);

        (await running.ProcessIdAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task CreateDatabase_WithHostileName_MakesExactlyThatOne()
    {
        const string name = "a\"; DROP DATABASE postgres; --";

        await running.Cluster.CreateDatabaseAsync(name, token);
        await running.Cluster.CreateDatabaseAsync(name, token);

        (await running.ScalarAsync<string>("SELECT datname FROM pg_database WHERE datname LIKE 'a%'")).ShouldBe(name);
    }

    [Fact]
    public async Task CreateDatabase_ByManyAtOnce_MakesOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => running.Cluster.CreateDatabaseAsync("coffee", token)));

        (await running.ScalarAsync<long>("SELECT count(*) FROM pg_database WHERE datname = 'coffee'")).ShouldBe(1);
    }

    [Fact]
    public async Task CreateDatabase_WithNameThatWouldBeCut_Refuses()
    {
        var name = new string('x', 64);

        var error = await Should.ThrowAsync<DatabaseServerException>(() => running.Cluster.CreateDatabaseAsync(name, token));

        error.Message.ShouldBe($"database '{name}': not a name. Give 1 to 63 bytes.");
    }

    [Fact]
    public async Task Server_ForStrangers_IsClosed()
    {
        File.GetUnixFileMode(running.Cluster.Address.PasswordFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await running.ScalarAsync<string>("SHOW listen_addresses")).ShouldBe("127.0.0.1");
        (await running.ScalarAsync<string>("SHOW unix_socket_directories")).ShouldBe("");
        var guess = new NpgsqlConnectionStringBuilder(PostgresConnection.StringFor(running.Cluster.Address, "postgres")) { Password = "guess", Pooling = false };
        await using var connection = new NpgsqlConnection(guess.ConnectionString);

        var error = await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync(token));

        error.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task Server_RunsInItsOwnSession()
    {
        var status = await File.ReadAllTextAsync($"/proc/{await running.ProcessIdAsync()}/stat", token);
        var session = status[(status.LastIndexOf(')') + 2)..].Split(' ')[3];

        session.ShouldBe($"{await running.ProcessIdAsync()}");
    }
}

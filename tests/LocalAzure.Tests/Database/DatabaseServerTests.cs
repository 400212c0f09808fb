using Microsoft.Extensions.DependencyInjection;
using Testing;

namespace LocalAzure.Database;

public sealed class DatabaseServerTests
{
    [Fact]
    public async Task Server_OfAStateFolder_StartsOnceStopsAndKeepsItsPlace()
    {
        var token = TestContext.Current.CancellationToken;
        using var state = new TemporaryFolder("state");
        await using var services = new ServiceCollection().AddSingleton(Options(state.Path)).AddDatabaseServer().BuildServiceProvider();
        var server = services.GetRequiredService<IDatabaseServer>();
        await server.StopAsync(token);

        var addresses = await Task.WhenAll(server.StartAsync(token), server.StartAsync(token));
        await server.CreateDatabaseAsync("coffee", token);
        await server.StopAsync(token);

        addresses[0].ShouldBe(addresses[1]);
        addresses[0].Host.ShouldBe("127.0.0.1");
        addresses[0].PasswordFile.ShouldStartWith(state.Path);
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => PostgresConnection.OpenAsync(addresses[0], token));
        await new PostgresCluster(Path.Combine(state.Path, "database"), addresses[0].Port).RemoveAsync(token);
    }

    private static LocalAzureOptions Options(string folder) => new()
    {
        StateFolder = folder, ManagementPort = 1, PagePort = 2, RegistryPort = 3, IngressPort = 4, DatabasePort = FreePort.Next(), Token = "token",
    };
}

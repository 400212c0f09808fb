using Npgsql;
using Testing;

namespace Frostline.Backups.Tests;

public sealed class SchemaTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeShop shop = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private DatabaseBackups Backups => new(shop.Place, TimeProvider.System);

    public ValueTask InitializeAsync() => shop.InitializeAsync();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task ReadSchema_MakesTheSchemaElsewhereWithoutARow_AndIsTheSameTextTwice()
    {
        var schema = await Backups.ReadSchemaAsync(shop.Connection, Cancellation);
        var elsewhere = await server.CreateDatabaseAsync();
        await using (var connection = new NpgsqlConnection($"{elsewhere};Pooling=false"))
        {
            await connection.OpenAsync(Cancellation);
            await using var make = new NpgsqlCommand(schema, connection);
            await make.ExecuteNonQueryAsync(Cancellation);
            await using var count = new NpgsqlCommand("SELECT count(*) FROM public.coffees", connection);
            (await count.ExecuteScalarAsync(Cancellation)).ShouldBe(0L);
        }

        (await Backups.ReadSchemaAsync(shop.Connection, Cancellation)).ShouldBe(schema);
        schema.ShouldNotContain("No grinding after ten.");
    }
}

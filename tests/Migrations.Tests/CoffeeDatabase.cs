using CoffeeTracker.Data;
using Frostline.Delivery.Settings;
using Npgsql;
using Testing;

namespace Frostline.Migrations.Tests;

/// <summary>A new empty database on a real server, and the migrations of the product that is shipped.</summary>
public sealed class CoffeeDatabase(PostgresServer server) : IAsyncLifetime
{
    public static MigrationSource Migrations { get; } = new(typeof(CoffeeContext).Assembly.Location);

    public Secret ConnectionString { get; private set; } = new("");

    public async ValueTask InitializeAsync() => ConnectionString = new(await server.CreateDatabaseAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection($"{ConnectionString.Reveal()};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

using System.Globalization;
using System.Security.Cryptography;
using Frostline.Migrations.Applying;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Frostline.Migrations.Gates;

/// <summary>An empty database beside the one that is migrated, on the same server, in which migrations are tried; gone when disposed.</summary>
internal sealed class ScratchDatabase : IAsyncDisposable
{
    private const string Prefix = "frostline_scratch_";

    /// <summary>What is older was left by a run that died.</summary>
    private static readonly TimeSpan Left = TimeSpan.FromHours(1);

    private readonly DatabaseAddress server;
    private readonly string name;

    private ScratchDatabase(DatabaseAddress server, string name, NpgsqlConnection connection) => (this.server, this.name, Connection) = (server, name, connection);

    public NpgsqlConnection Connection { get; }

    /// <exception cref="PostgresException">The user may not create databases.</exception>
    public static async Task<ScratchDatabase> CreateAsync(DatabaseAddress server, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{now.ToUnixTimeSeconds()}_{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        await using (var connection = await server.OpenAsync(cancellation))
        {
            await DropLeftAsync(connection, now - Left, cancellation);
            await ExecuteAsync(connection, $"CREATE DATABASE {name} TEMPLATE template0", cancellation);
        }

        try
        {
            return new(server, name, await server.On(name).OpenAsync(cancellation));
        }
        catch
        {
            await DropAsync(server, name);
            throw;
        }
    }

    /// <summary>Runs the statements of migrations, each by itself: nobody sees what is half done here.</summary>
    /// <exception cref="PostgresException">One fails without what the real database has.</exception>
    public async Task ApplyAsync(DbContext context, IEnumerable<string> migrations, CancellationToken cancellation)
    {
        foreach (var statement in migrations.SelectMany(id => MigrationScript.UpOf(context, id).Statements))
            await ExecuteAsync(Connection, statement.Text, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await DropAsync(server, name);
    }

    private static async Task DropLeftAsync(NpgsqlConnection connection, DateTimeOffset before, CancellationToken cancellation)
    {
        var left = new List<string>();
        // CASE, because the server may look at conditions in any order, and most names have no number to read.
        await using (var command = new NpgsqlCommand(
            $$"""
            SELECT datname FROM pg_database
            WHERE datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)
              AND CASE WHEN datname ~ '^{{Prefix}}[0-9]+_[0-9a-f]{8}$' THEN split_part(datname, '_', 3)::bigint < $1 ELSE false END
            """, connection))
        {
            command.Parameters.Add(new() { Value = before.ToUnixTimeSeconds() });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                left.Add(reader.GetString(0));
        }

        foreach (var name in left)
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", cancellation);
    }

    private static async Task DropAsync(DatabaseAddress server, string name)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            await using var connection = await server.OpenAsync(deadline.Token);
            await ExecuteAsync(connection, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", deadline.Token);
        }
        catch (Exception gone) when (gone is NpgsqlException or MigrationException or OperationCanceledException)
        {
            // The next run drops it.
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

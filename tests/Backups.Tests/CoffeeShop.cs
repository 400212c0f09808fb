using Frostline.Delivery.Settings;
using Npgsql;
using Testing;

namespace Frostline.Backups.Tests;

/// <summary>A database with something of everything that a backup must bring back, and a folder for its backups.</summary>
public sealed class CoffeeShop(PostgresServer server) : IAsyncLifetime
{
    private const string Schema =
        """
        CREATE SCHEMA "House rules";
        CREATE TYPE size AS ENUM ('small', 'large');
        CREATE TABLE coffees (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, owner text NOT NULL, size size NOT NULL DEFAULT 'small',
            status varchar(10) CHECK (status IN ('new', 'drunk')), drunk_at timestamptz, strength numeric(4,2), note bytea, tags text[]);
        CREATE INDEX coffees_of_owner ON coffees (owner) WHERE drunk_at IS NOT NULL;
        CREATE TABLE "House rules"."Rules" (code text PRIMARY KEY, said text);
        CREATE VIEW strong AS SELECT owner, count(*) AS cups FROM coffees WHERE strength > 5 GROUP BY owner;
        CREATE FUNCTION cups(who text) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.coffees WHERE owner = who';
        CREATE TABLE "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32) NOT NULL);
        INSERT INTO "__EFMigrationsHistory" VALUES ('20260101000000_First', '10.0.14'), ('20260201000000_Second', '10.0.14');
        INSERT INTO "House rules"."Rules" VALUES ('quiet', 'No grinding after ten.');
        INSERT INTO coffees (owner, size, status, drunk_at, strength, note, tags)
            SELECT 'person' || n % 7, CASE WHEN n % 2 = 0 THEN 'large'::size ELSE 'small' END, 'drunk', '2026-11-01'::timestamptz + n * interval '1 minute', n % 10, decode(md5(n::text), 'hex'), ARRAY['a', n::text]
            FROM generate_series(1, 500) AS n;
        """;

    private readonly TemporaryFolder folder = new("backups");

    public Secret Connection { get; private set; } = new("");

    public string Folder => folder.Combine("kept");

    public BackupKey Key { get; } = BackupKey.Parse(BackupKey.Generate(), "test");

    public BackupPlace Place => new(Folder, Key);

    public string Name => new NpgsqlConnectionStringBuilder(Connection.Reveal()).Database!;

    public async ValueTask InitializeAsync()
    {
        Connection = new(await server.CreateDatabaseAsync());
        await RunAsync(Schema);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    public async Task RunAsync(string sql) => await AskAsync(sql);

    public Task<object?> AskAsync(string sql) => AskAsync(Name, sql);

    public async Task<object?> AskAsync(string database, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(Connection.Reveal()) { Database = database, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

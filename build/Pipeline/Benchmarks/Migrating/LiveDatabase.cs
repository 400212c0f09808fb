using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Npgsql;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A database of the product's own schema with a million coffees, on the server that serves staging.</summary>
internal sealed class LiveDatabase
{
    public const int Rows = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private LiveDatabase(Secret connection) => Connection = connection;

    public Secret Connection { get; }

    public static async Task<LiveDatabase> MakeAsync(BuildContext context)
    {
        var settings = context.Settings with { Database = context.Settings.Database! with { Name = "benchmark" } };
        var connection = await (await context.PlatformAsync()).EnsureDatabaseAsync(settings, context.Target.Name, context.Cancellation);
        var database = new LiveDatabase(connection);
        await database.RunAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public", context.Cancellation);
        await new Migrator(TimeProvider.System).ApplyAsync(new(context.MigrationsAssembly), connection, new(), _ => { }, context.Cancellation);
        await database.RunAsync(
            $"""
            INSERT INTO coffees (id, owner, type, size, consumed_at, caffeine_mg)
            SELECT gen_random_uuid(), md5((n % 20000)::text)::uuid, (ARRAY['espresso', 'filter', 'latte'])[1 + n % 3], (ARRAY['small', 'medium', 'large'])[1 + n % 3], at, 80
            FROM (SELECT n, now() - n * interval '30 seconds' AS at FROM generate_series(1, {Rows}) AS n) AS made
            """, context.Cancellation);
        await database.RunAsync("VACUUM ANALYZE coffees", context.Cancellation);
        await database.ForgetAsync(context.Cancellation);
        return database;
    }

    /// <summary>Takes back what a migration of the trial did, and all history: the next one begins as this one did.</summary>
    public Task ForgetAsync(CancellationToken cancellation) => RunAsync(
        """
        DROP INDEX IF EXISTS ix_coffees_consumed_at; ALTER TABLE coffees DROP COLUMN IF EXISTS roaster;
        DELETE FROM "__EFMigrationsHistory"; DELETE FROM __frostline_migrations
        """, cancellation);

    /// <summary>A million coffees are of use to nobody afterwards.</summary>
    public Task EmptyAsync() => RunAsync("DROP SCHEMA public CASCADE; CREATE SCHEMA public", CancellationToken.None);

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection($"{Connection.Reveal()};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Patience.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

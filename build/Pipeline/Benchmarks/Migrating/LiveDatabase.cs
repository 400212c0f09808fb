using Frostline.Delivery.Settings;
using Frostline.Migrations;

namespace Frostline.Pipeline.Benchmarks.Migrating;

/// <summary>A database of the product's own schema with a million coffees.</summary>
internal sealed class LiveDatabase : IAsyncDisposable
{
    public const int Rows = 1_000_000;

    private readonly TrialDatabase database;

    private LiveDatabase(TrialDatabase database) => this.database = database;

    public Secret Connection => database.Connection;

    public static async Task<LiveDatabase> MakeAsync(BuildContext context, CancellationToken cancellation)
    {
        var made = new LiveDatabase(await TrialDatabase.CreateAsync(context, "live", cancellation));
        try
        {
            await new Migrator(TimeProvider.System).ApplyAsync(new(context.MigrationsAssembly), made.Connection, new(), _ => { }, cancellation);
            await made.FillAsync(cancellation);
            await made.ForgetAsync(cancellation);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes back what a migration of the trial did, and all history: the next one begins as this one did.</summary>
    public Task ForgetAsync(CancellationToken cancellation) => database.RunAsync(
        """
        DROP INDEX IF EXISTS ix_coffees_consumed_at; ALTER TABLE coffees DROP COLUMN IF EXISTS roaster;
        DELETE FROM "__EFMigrationsHistory"; DELETE FROM __frostline_migrations
        """, cancellation);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task FillAsync(CancellationToken cancellation)
    {
        await database.RunAsync(
            $"""
            INSERT INTO coffees (id, owner, type, size, consumed_at, caffeine_mg)
            SELECT gen_random_uuid(), md5((n % 20000)::text)::uuid, (ARRAY['espresso', 'filter', 'latte'])[1 + n % 3], (ARRAY['small', 'medium', 'large'])[1 + n % 3], at, 80
            FROM (SELECT n, now() - n * interval '30 seconds' AS at FROM generate_series(1, {Rows}) AS n) AS made
            """, cancellation);
        await database.RunAsync("VACUUM ANALYZE coffees", cancellation);
    }
}

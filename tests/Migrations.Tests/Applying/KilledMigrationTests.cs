using System.Collections.Concurrent;
using Frostline.Delivery.Settings;
using Frostline.Migrations.Tests.Samples;
using Npgsql;
using OtherPipeline;
using Testing;

namespace Frostline.Migrations.Tests.Applying;

/// <summary>Migrations that are killed between any two things they do. All of them for the figures, a spread otherwise.</summary>
public sealed class KilledMigrationTests(PostgresServer server)
{
    private const int BoundariesApart = 11;
    private const string Before = "20260102000000_ChangeBeans";

    private readonly ConcurrentQueue<string> progress = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Figures", "migrate")]
    public async Task Apply_KilledAnywhere_IsMadeWholeByOneMoreRun()
    {
        var boundaries = new List<string>();
        await ApplyAsync(await server.CreateDatabaseAsync(), boundaries.Add);

        var due = Due(boundaries);
        foreach (var boundary in due)
        {
            Figures.Tell($"killed at {boundary}, {boundaries[boundary - 1]}");
            var database = await server.CreateDatabaseAsync();
            await KilledMigration.RunAsync(Doomed(database) with { LastBoundary = boundary });
            await ApplyAsync(database, _ => { });
            await SteppedDatabase.ShouldBeWholeAsync(database, $"killed at {boundary}, {boundaries[boundary - 1]}");
        }

        Figures.Record("kill -9 at boundaries of a migration, whole after one run", due.Count, "boundaries", $"{boundaries.Count}");
    }

    [Fact, Trait("Figures", "migrate")]
    public async Task Return_KilledAnywhere_IsMadeWholeByOneMoreRun()
    {
        var (boundaries, database) = (new List<string>(), await server.CreateDatabaseAsync());
        await ApplyAsync(database, _ => { });
        await ReturnAsync(database, boundaries.Add);

        var due = Due(boundaries, apart: 5);
        foreach (var boundary in due)
        {
            await ApplyAsync(database, _ => { });
            await KilledMigration.RunAsync(Doomed(database) with { BackTo = Before, LastBoundary = boundary });
            await ReturnAsync(database, _ => { });
            (await AskAsync(database, "SELECT (SELECT count(*) FROM __frostline_migrations WHERE state = 'committed') || ' ' || (SELECT count(*) FROM \"__EFMigrationsHistory\")")).ShouldBe("2 2", boundaries[boundary - 1]);
            (await AskAsync(database, "SELECT to_regclass('mills') IS NULL AND (SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_beans_name'::regclass)")).ShouldBe(true, boundaries[boundary - 1]);
        }

        Figures.Record("kill -9 at boundaries of a way back, whole after one run", due.Count, "boundaries", $"{boundaries.Count}");
    }

    [Fact]
    public async Task Apply_KilledWhileAnIndexIsBuilt_BuildsItAnew()
    {
        var database = await server.CreateDatabaseAsync();
        await AskAsync(database, "CREATE TABLE beans (id int)");
        await using var writer = new NpgsqlConnection(database);
        await writer.OpenAsync(Cancellation);
        await using var open = await writer.BeginTransactionAsync(Cancellation);
        await using (var write = new NpgsqlCommand("INSERT INTO beans VALUES (1)", writer))
            await write.ExecuteNonQueryAsync(Cancellation);
        var order = Doomed(database) with { Context = nameof(BuildingContext) };

        await KilledMigration.RunAsync(order, until: () => Eventually.Is(async () =>
            await AskAsync(database, "SELECT count(*) FROM pg_stat_progress_create_index WHERE datname = current_database() AND phase = 'waiting for writers before build'") is 1L));
        (await AskAsync(database, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_beans_id'::regclass")).ShouldBe(false);
        var again = new Migrator(TimeProvider.System).ApplyAsync(new(order.Assembly, order.Context), new Secret(database), new(), progress.Enqueue, Cancellation);
        await Eventually.Is(() => progress.Any(line => line.StartsWith("waiting for backend ", StringComparison.Ordinal)));
        await open.CommitAsync(Cancellation);

        (await again).Applied.Count.ShouldBe(1);
        progress.ShouldContain("index ix_beans_id is invalid, left by a build that did not end; dropped, to be built anew");
        (await AskAsync(database, "SELECT string_agg(relname || ' ' || indisvalid, ', ') FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'beans'::regclass")).ShouldBe("ix_beans_id true");
    }

    private static IReadOnlyList<int> Due(List<string> boundaries, int apart = BoundariesApart) =>
        [.. Enumerable.Range(1, boundaries.Count).Where(number => Figures.AreWanted || number % apart == 0)];

    private static DoomedMigration Doomed(string database) =>
        new() { Assembly = SteppedDatabase.Source.AssemblyPath, Context = nameof(SteppedContext), ConnectionString = database };

    private static Task<MigrationOutcome> ApplyAsync(string database, Action<string> boundary) =>
        new Migrator(TimeProvider.System) { Boundary = boundary }.ApplyAsync(SteppedDatabase.Source, new Secret(database), new(), _ => { }, Cancellation);

    private static Task<SchemaReturn> ReturnAsync(string database, Action<string> boundary) =>
        new SchemaReturner(TimeProvider.System) { Boundary = boundary }.ReturnAsync(SteppedDatabase.Source, new Secret(database), Before, _ => { }, Cancellation);

    private static async Task<object?> AskAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}

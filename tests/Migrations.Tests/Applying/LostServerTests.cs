using Frostline.Delivery.Settings;
using Frostline.Migrations.Tests.Samples;
using Npgsql;
using Testing;

namespace Frostline.Migrations.Tests.Applying;

/// <summary>A server that crashes under a migration, and comes back.</summary>
public sealed class LostServerTests(CrashingServer crashing) : IClassFixture<CrashingServer>
{
    private readonly PostgresServer server = crashing.Server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_WhenTheServerCrashesBetweenTwoSteps_GoesOnWhenItIsBack()
    {
        foreach (var place in (string[])["ran ALTER TABLE beans ADD origin text", "about to run CREATE INDEX CONCURRENTLY", "batch up to"])
        {
            var (database, crashed) = (new Secret(await server.CreateDatabaseAsync()), false);

            await Should.ThrowAsync<MigrationException>(ApplyAsync(SteppedDatabase.Source, database, done =>
            {
                if (crashed || !done.Contains(place, StringComparison.Ordinal))
                    return;
                crashed = true;
                server.CrashAsync().GetAwaiter().GetResult();
            }));
            await server.StartAgainAsync();
            await ApplyAsync(SteppedDatabase.Source, database);

            await SteppedDatabase.ShouldBeWholeAsync(database.Reveal(), $"crashed after: {place}");
        }
    }

    [Fact]
    public async Task Apply_WhenTheServerCrashesUnderAStatement_SaysSo_AndAppliesItWhenItIsBack()
    {
        var database = new Secret(await server.CreateDatabaseAsync());
        var source = new MigrationSource(typeof(SlowContext).Assembly.Location, nameof(SlowContext));
        await AskAsync(database, "CREATE TABLE gate (id int)");
        await using var holder = await OpenAsync(database);
        await using var open = await holder.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("LOCK gate", holder))
            await hold.ExecuteNonQueryAsync(Cancellation);
        var applying = ApplyAsync(source, database);
        await Eventually.Is(async () => await AskAsync(database,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'SELECT count(*) FROM gate%'") is 1L, TimeSpan.FromMinutes(1));

        await server.CrashAsync();

        (await Should.ThrowAsync<MigrationException>(applying)).Message.ShouldStartWith("20260101000000_WaitForGate: the connection broke (");
        await server.StartAgainAsync();
        (await ApplyAsync(source, database)).Applied.Count.ShouldBe(1);
    }

    private static Task<MigrationOutcome> ApplyAsync(MigrationSource source, Secret database, Action<string>? boundary = null) =>
        new Migrator(TimeProvider.System) { Boundary = boundary ?? (_ => { }) }
            .ApplyAsync(source, database, new() { LockWait = TimeSpan.FromMinutes(5), BlockBudget = TimeSpan.FromMinutes(5) }, _ => { }, Cancellation);

    private static async Task<NpgsqlConnection> OpenAsync(Secret database)
    {
        var connection = new NpgsqlConnection($"{database.Reveal()};Pooling=false");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private static async Task<object?> AskAsync(Secret database, string sql)
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}

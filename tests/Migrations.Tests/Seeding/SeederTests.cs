using Npgsql;
using Testing;

namespace Frostline.Migrations.Tests.Seeding;

public sealed class SeederTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeDatabase database = new(server);
    private readonly TemporaryFolder seeds = new("seeds");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await database.AskAsync("CREATE TABLE beans (name text PRIMARY KEY, strength int NOT NULL)");
    }

    public ValueTask DisposeAsync()
    {
        seeds.Dispose();
        return database.DisposeAsync();
    }

    private Task<IReadOnlyList<string>> RunAsync() => new Seeder(TimeProvider.System).RunAsync(seeds.Path, database.ConnectionString, _ => { }, Cancellation);

    [Fact]
    public async Task Run_AppliesFilesInOrder_AndOnlyOnce()
    {
        seeds.Write("02-stronger.sql", "UPDATE beans SET strength = strength + 1");
        seeds.Write("01-beans.sql", "INSERT INTO beans VALUES ('robusta', 5)");

        (await RunAsync()).ShouldBe(["01-beans.sql", "02-stronger.sql"]);
        (await RunAsync()).ShouldBeEmpty();

        (await database.AskAsync("SELECT strength FROM beans")).ShouldBe(6);
    }

    [Fact]
    public async Task Run_OfAChangedFile_AppliesItAgain()
    {
        seeds.Write("beans.sql", "INSERT INTO beans VALUES ('robusta', 5) ON CONFLICT (name) DO UPDATE SET strength = EXCLUDED.strength");
        await RunAsync();
        seeds.Write("beans.sql", "INSERT INTO beans VALUES ('robusta', 7) ON CONFLICT (name) DO UPDATE SET strength = EXCLUDED.strength");

        (await RunAsync()).ShouldBe(["beans.sql"]);

        (await database.AskAsync("SELECT strength FROM beans")).ShouldBe(7);
    }

    [Fact]
    public async Task Run_WhenAFileFails_KeepsNothingOfIt_AndWhatCameBefore()
    {
        seeds.Write("01.sql", "INSERT INTO beans VALUES ('arabica', 3)");
        seeds.Write("02.sql", "INSERT INTO beans VALUES ('robusta', 5); INSERT INTO beans VALUES ('arabica', 4)");

        (await Should.ThrowAsync<MigrationException>(RunAsync)).Message.ShouldStartWith("seeds: 02.sql: duplicate key value violates unique constraint");

        (await database.AskAsync("SELECT string_agg(name, ',') FROM beans")).ShouldBe("arabica");
    }

    [Fact]
    public async Task Run_WhenSomebodyHoldsTheTable_WaitsNoLongerThanItMay()
    {
        seeds.Write("01.sql", "INSERT INTO beans VALUES ('arabica', 3)");
        await using var holder = await database.OpenAsync();
        await using var open = await holder.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("LOCK beans", holder))
            await hold.ExecuteNonQueryAsync(Cancellation);
        var seeder = new Seeder(TimeProvider.System) { Options = new() { LockWait = TimeSpan.FromMilliseconds(100) } };

        var failed = await Should.ThrowAsync<MigrationException>(seeder.RunAsync(seeds.Path, database.ConnectionString, _ => { }, Cancellation));

        failed.Message.ShouldStartWith("seeds: 01.sql: canceling statement due to lock timeout (SQL state 55P03). Nothing of the file was applied");
    }

    [Fact]
    public async Task Run_WithoutAFolder_DoesNothing() =>
        (await new Seeder(TimeProvider.System).RunAsync(Path.Combine(seeds.Path, "none"), database.ConnectionString, _ => { }, Cancellation)).ShouldBeEmpty();
}

using System.Collections.Concurrent;
using Frostline.Delivery.Settings;
using Frostline.Migrations.Tests.Samples;
using Npgsql;
using Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Frostline.Migrations.Tests;

public sealed class MigratorTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>The server's other databases are other tests'.</summary>
    private const string Here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private const string WaitsForGate = $"SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE query = 'SELECT count(*) FROM gate' AND NOT granted AND {Here}";
    private const string AdvisoryHere = "locktype = 'advisory' AND " + Here;

    private static readonly MigrationOptions Options = new() { Owner = "ada@laptop" };

    /// <summary>The canary waits for the gate too, and nobody is to lose patience.</summary>
    private static readonly MigrationOptions Patient = Options with { LockWait = TimeSpan.FromMinutes(5) };

    private readonly CoffeeDatabase database = new(server);
    private readonly Migrator migrator = new(TimeProvider.System);
    private readonly ConcurrentQueue<string> progress = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<MigrationOutcome> ApplyAsync(MigrationSource source, MigrationOptions? options = null) =>
        migrator.ApplyAsync(source, database.ConnectionString, options ?? Options, progress.Enqueue, Cancellation);

    private static MigrationSource Sample<TContext>() => new(typeof(TContext).Assembly.Location, typeof(TContext).Name);

    [Fact]
    public async Task Apply_OnAnEmptyDatabase_AppliesAllInOrderAndSaysSo()
    {
        var outcome = await ApplyAsync(CoffeeDatabase.Migrations);

        outcome.Applied.Select(migration => migration.Name).ShouldBe(
            ["20261120225509_LogCoffees", "20261120225529_AddCaffeine", "20261120225535_FillCaffeine", "20261121110000_DefaultCreatedAt", "20261121110100_DropCreatedAt"]);
        outcome.Head.ShouldBe("20261121110100_DropCreatedAt");
        outcome.AlreadyApplied.ShouldBe(0);
        outcome.Database.ShouldMatch(@"^test\d+ at 127\.0\.0\.1:\d+$");
        progress.Count.ShouldBe(5);
        progress.First().ShouldMatch(@"^applied 20261120225509_LogCoffees in \d+\.\d\d s$");
        (await database.AskAsync("SELECT count(*) FROM coffees")).ShouldBe(0L);
    }

    [Fact]
    public async Task Apply_WhenNothingIsPending_DoesNothing()
    {
        await ApplyAsync(CoffeeDatabase.Migrations);

        var outcome = await ApplyAsync(CoffeeDatabase.Migrations);

        outcome.Applied.ShouldBeEmpty();
        outcome.AlreadyApplied.ShouldBe(5);
        outcome.Head.ShouldBe("20261121110100_DropCreatedAt");
    }

    [Fact]
    public async Task Apply_WithATarget_StopsThereAndGoesOnLater()
    {
        var first = await ApplyAsync(CoffeeDatabase.Migrations, Options with { Target = "LogCoffees" });
        await database.AskAsync("INSERT INTO coffees (id, owner, type, size, consumed_at, created_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'espresso', 'medium', now(), now())");
        var rest = await ApplyAsync(CoffeeDatabase.Migrations);

        first.Head.ShouldBe("20261120225509_LogCoffees");
        rest.Applied.Count.ShouldBe(4);
        (await database.AskAsync("SELECT caffeine_mg FROM coffees")).ShouldBe(80);
    }

    [Fact]
    public async Task Apply_WhenTwoRunAtOnce_OneWaitsAndBothEndWell()
    {
        var outcomes = await Task.WhenAll(ApplyAsync(CoffeeDatabase.Migrations), ApplyAsync(CoffeeDatabase.Migrations));

        outcomes.Select(outcome => outcome.Applied.Count).Order().ShouldBe([0, 5]);
        outcomes.ShouldAllBe(outcome => outcome.Head == "20261121110100_DropCreatedAt");
    }

    [Fact]
    public async Task Apply_WhenSomebodyElseMigrates_NamesThemWhileWaitingAndInTheEnd()
    {
        await database.AskAsync("CREATE TABLE gate ()");
        await using var gate = await database.OpenAsync();
        await using var closed = await gate.BeginTransactionAsync(Cancellation);
        await using (var close = new NpgsqlCommand("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE", gate))
            await close.ExecuteNonQueryAsync(Cancellation);
        var slow = ApplyAsync(Sample<SlowContext>(), Patient);
        await Eventually.Is(async () => (await database.AskAsync(WaitsForGate)) is 1L);

        var refused = await Should.ThrowAsync<DatabaseLockedException>(
            ApplyAsync(CoffeeDatabase.Migrations, new() { Owner = "bob@desk", Turn = TimeSpan.FromMilliseconds(200) }));
        await closed.CommitAsync(Cancellation);

        refused.Holder.ShouldNotBeNull().Owner.ShouldBe("frostline migrate ada@laptop");
        refused.Message.ShouldMatch(@"^test\d+ at .+: the migration lock is held by frostline migrate ada@laptop \(backend \d+, from 127\.0\.0\.1, since .+Z\); waited 00:00:00\.2000000\.");
        progress.ShouldContain(line => line.StartsWith("waiting for frostline migrate ada@laptop", StringComparison.Ordinal));
        (await slow).Applied.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Apply_WhenItsLockIsTakenAway_StopsBeforeTheNextMigration()
    {
        var stopped = await Should.ThrowAsync<MigrationException>(migrator.ApplyAsync(
            CoffeeDatabase.Migrations, database.ConnectionString, Options, TakeLockAway, Cancellation));

        stopped.Message.ShouldStartWith("The migration lock was lost: ");
        (await database.AskAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBe(1L);

        void TakeLockAway(string line) => database.AskAsync(
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE {AdvisoryHere}").GetAwaiter().GetResult();
    }

    [Fact]
    public async Task Apply_WhenAStatementFails_NamesItAndKeepsWhatCameBefore()
    {
        var failed = await Should.ThrowAsync<MigrationFailedException>(ApplyAsync(Sample<FailingContext>()));

        failed.Message.ShouldBe(
            "20260102000000_BreakTable: null value in column \"id\" of relation \"made\" violates not-null constraint (SQL state 23502).\n" +
            "Statement:\n  INSERT INTO made (id) VALUES (NULL)");
        (await database.AskAsync("SELECT string_agg(attname, ',') FROM pg_attribute WHERE attrelid = 'made'::regclass AND attnum > 0")).ShouldBe("id");
        (await database.AskAsync($"SELECT count(*) FROM pg_locks WHERE {AdvisoryHere}")).ShouldBe(0L);
    }

    [Fact]
    public async Task Apply_WhenCancelled_RollsTheRunningMigrationBack()
    {
        await database.AskAsync("CREATE TABLE gate ()");
        await using var gate = await database.OpenAsync();
        await using var closed = await gate.BeginTransactionAsync(Cancellation);
        await using (var close = new NpgsqlCommand("LOCK TABLE gate IN ACCESS EXCLUSIVE MODE", gate))
            await close.ExecuteNonQueryAsync(Cancellation);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var slow = migrator.ApplyAsync(Sample<SlowContext>(), database.ConnectionString, Patient, progress.Enqueue, cancelled.Token);
        await Eventually.Is(async () => (await database.AskAsync(WaitsForGate)) is 1L);

        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(slow);
        await Eventually.Is(async () => (await database.AskAsync($"SELECT count(*) FROM pg_locks WHERE {AdvisoryHere}")) is 0L);
    }

    [Fact]
    public async Task Apply_WhenTheDatabaseIsNewer_Refuses()
    {
        await ApplyAsync(CoffeeDatabase.Migrations);
        await database.AskAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('20300101000000_FromTheFuture', '10.0.14')");

        var refused = await Should.ThrowAsync<MigrationException>(ApplyAsync(CoffeeDatabase.Migrations));

        refused.Message.ShouldStartWith("The database has a migration this release does not know: 20300101000000_FromTheFuture.");
    }

    [Fact]
    public async Task Apply_WhenTheModelHasUnmigratedChanges_Refuses() =>
        (await Should.ThrowAsync<MigrationException>(ApplyAsync(Sample<UnfinishedContext>()))).Message
            .ShouldEndWith("the model of UnfinishedContext has changes that no migration makes. Add one with 'dotnet ef migrations add'.");

    [Theory]
    [InlineData("Password", "wrong", "the server refused user 'frostline'. Correct user name and password.")]
    [InlineData("Database", "nowhere", "the server has no such database. Create it first.")]
    [InlineData("Port", "1", "no PostgreSQL server answers (Connection refused). Start it, or correct host and port.")]
    public async Task Apply_WhenTheDatabaseCannotBeReached_SaysWhyWithoutThePassword(string key, string value, string reason)
    {
        var wrong = new NpgsqlConnectionStringBuilder(database.ConnectionString.Reveal()) { [key] = value };

        var refused = await Should.ThrowAsync<MigrationException>(
            migrator.ApplyAsync(CoffeeDatabase.Migrations, new Secret(wrong.ConnectionString), Options, progress.Enqueue, Cancellation));

        refused.Message.ShouldBe($"{wrong.Database} at {wrong.Host}:{wrong.Port}: {reason}");
    }

    [Fact]
    public async Task Apply_WhenTheConnectionStringIsMalformed_DoesNotQuoteIt()
    {
        var refused = await Should.ThrowAsync<MigrationException>(
            migrator.ApplyAsync(CoffeeDatabase.Migrations, new Secret("Password=hun;ter2"), Options, progress.Enqueue, Cancellation));

        refused.ToString().ShouldNotContain("ter2");
    }
}

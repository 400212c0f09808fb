using System.Collections.Concurrent;
using Frostline.Migrations.Applying;
using Frostline.Migrations.Tests.Samples;
using Npgsql;
using Testing;

namespace Frostline.Migrations.Tests.Applying;

public sealed class ApplyingTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeDatabase database = new(server);
    private readonly ConcurrentQueue<string> progress = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<MigrationOutcome> ApplyAsync(MigrationOptions? options = null, Action<string>? boundary = null) =>
        new Migrator(TimeProvider.System) { Boundary = boundary ?? (_ => { }) }
            .ApplyAsync(SteppedDatabase.Source, database.ConnectionString, options ?? new(), progress.Enqueue, Cancellation);

    [Fact]
    public async Task Apply_LeavesHistoryJournalAndSchemaOfOneMind()
    {
        var outcome = await ApplyAsync();

        outcome.Applied.Count.ShouldBe(3);
        await SteppedDatabase.ShouldBeWholeAsync(database.ConnectionString.Reveal(), "applied");
        (await database.AskAsync("SELECT min(length(checksum)) FROM __frostline_migrations")).ShouldBe(64);
    }

    [Fact]
    public async Task Apply_WhenOthersAppliedBefore_TakesTheirMigrationsIntoTheJournal()
    {
        await ApplyAsync(new() { Target = "MakeBeans" });
        await database.AskAsync("DROP TABLE __frostline_migrations");

        await ApplyAsync(new() { Target = "MakeBeans" });

        (await database.AskAsync("SELECT migration || ' ' || state FROM __frostline_migrations")).ShouldBe("20260101000000_MakeBeans adopted");
    }

    [Fact]
    public async Task Apply_WhenALockIsHeld_NamesTheHolderAndTriesAgain()
    {
        await ApplyAsync(new() { Target = "MakeBeans" });
        await using var reader = await database.OpenAsync();
        await using var open = await reader.BeginTransactionAsync(Cancellation);
        await using (var read = new NpgsqlCommand("SELECT max(id) FROM beans", reader))
            await read.ExecuteScalarAsync(Cancellation);
        var applying = ApplyAsync(new() { LockWait = TimeSpan.FromMilliseconds(200) });
        await Eventually.Is(() => progress.Any(line => line.Contains("trying again", StringComparison.Ordinal)));

        await open.CommitAsync(Cancellation);

        (await applying).Impact.Retries.ShouldBeGreaterThan(0);
        progress.ShouldContain(line => line.StartsWith("20260102000000_ChangeBeans: no lock within 0.2 s for 'ALTER TABLE beans ADD origin text', held by backend ", StringComparison.Ordinal)
            && line.Contains($"{reader.ProcessID} (user frostline, idle in transaction, in a transaction for ", StringComparison.Ordinal) && line.Contains("SELECT max(id) FROM beans", StringComparison.Ordinal));
        await SteppedDatabase.ShouldBeWholeAsync(database.ConnectionString.Reveal(), "retried");
    }

    [Fact]
    public async Task Apply_WhenALockIsNeverLetGo_GivesUpAndLeavesNothingOfTheTransaction()
    {
        await ApplyAsync(new() { Target = "MakeBeans" });
        await using var reader = await database.OpenAsync();
        await using var open = await reader.BeginTransactionAsync(Cancellation);
        await using (var read = new NpgsqlCommand("LOCK beans IN ACCESS SHARE MODE", reader))
            await read.ExecuteScalarAsync(Cancellation);

        var refused = await Should.ThrowAsync<LockBudgetException>(ApplyAsync(new() { LockWait = TimeSpan.FromMilliseconds(200), Attempts = 2 }));

        refused.Holders.ShouldHaveSingleItem().BackendProcessId.ShouldBe(reader.ProcessID);
        refused.Message.ShouldContain(", in each of 2 attempts. Nothing of that transaction stays. Run again when those transactions have ended");
        (await database.AskAsync("SELECT state || ' ' || statement FROM __frostline_migrations WHERE migration LIKE '%ChangeBeans'")).ShouldBe("failed 0");
        (await database.AskAsync("SELECT to_regclass('roasts') IS NULL")).ShouldBe(true);
    }

    [Fact]
    public async Task Apply_WhenItStopsTheApplicationForTooLong_IsCancelledAndSaysSo()
    {
        await database.AskAsync("CREATE TABLE beans (id int PRIMARY KEY)");
        var source = new MigrationSource(SteppedDatabase.Source.AssemblyPath, nameof(HoldingContext));

        var refused = await Should.ThrowAsync<LockBudgetException>(new Migrator(TimeProvider.System).ApplyAsync(
            source, database.ConnectionString, new() { BlockBudget = TimeSpan.FromSeconds(1) }, progress.Enqueue, Cancellation));

        refused.Message.ShouldStartWith("20260101000000_HoldBeans: 'SELECT pg_sleep(600)' stopped the application for 1000 ms, in each of 2 attempts.");
        refused.Holders.ShouldBeEmpty();
        refused.Outcome.ShouldNotBeNull().Impact.LongestBlock.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
        refused.Outcome.Impact.Cancellations.ShouldBe(2);
        (await database.AskAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'beans'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Apply_WhenAStatementTakesTooLong_NamesItAndItsLimit_AndLeavesNothingOfIt()
    {
        await database.AskAsync("CREATE TABLE beans (id int PRIMARY KEY)");
        var source = new MigrationSource(SteppedDatabase.Source.AssemblyPath, nameof(HoldingContext));

        var failed = await Should.ThrowAsync<MigrationFailedException>(new Migrator(TimeProvider.System).ApplyAsync(
            source, database.ConnectionString, new() { StatementTimeout = TimeSpan.FromSeconds(1), BlockBudget = TimeSpan.FromMinutes(10) }, progress.Enqueue, Cancellation));

        failed.Message.ShouldBe(
            "20260101000000_HoldBeans: a statement ran for 1 s, which is as long as one may. Part it, or raise statementTimeout (SQL state 57014).\nStatement:\n  SELECT pg_sleep(600)");
        (await database.AskAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBe(0L);
        (await database.AskAsync("SELECT state || ' ' || statement || ' ' || begun FROM __frostline_migrations")).ShouldBe("failed 0 false");
        (await database.AskAsync("SELECT count(*) FROM information_schema.columns WHERE table_name = 'beans'")).ShouldBe(1L);
    }

    [Fact]
    public async Task Apply_WhenAnInvalidIndexIsLeft_BuildsItAnew()
    {
        await ApplyAsync(new() { Target = "MakeBeans" });
        await database.AskAsync("ALTER TABLE beans ADD origin text; CREATE INDEX ix_beans_origin ON beans (origin); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_beans_origin'::regclass");
        await database.AskAsync("INSERT INTO __frostline_migrations (migration, checksum, state, statement, begun, generator, owner, version) " +
            $"VALUES ('20260102000000_ChangeBeans', '{await ChecksumAsync()}', 'started', 2, true, 'x', 'x', 'x'); CREATE TABLE roasts (id int)");

        await ApplyAsync();

        progress.ShouldContain("index ix_beans_origin is invalid, left by a build that did not end; dropped, to be built anew");
        await SteppedDatabase.ShouldBeWholeAsync(database.ConnectionString.Reveal(), "rebuilt");
    }

    [Fact]
    public async Task Apply_WhenAMigrationIsChangedWhileItIsHalfDone_Refuses()
    {
        await ApplyAsync(new() { Target = "MakeBeans" });
        await database.AskAsync("INSERT INTO __frostline_migrations (migration, checksum, state, statement, generator, owner, version) VALUES ('20260102000000_ChangeBeans', 'abc', 'failed', 2, 'x', 'x', 'x')");

        (await Should.ThrowAsync<MigrationException>(ApplyAsync())).Message.ShouldStartWith(
            "20260102000000_ChangeBeans was changed since a run left it half done: 2 of its statements are in the database. Put it back as it was (SHA-256 of its statements abc)");
    }

    [Fact]
    public async Task Apply_WhenTheServerGoesAway_SaysSoAndGoesOnLater()
    {
        var broken = await Should.ThrowAsync<MigrationException>(ApplyAsync(boundary: done =>
        {
            if (done.Contains("ran CREATE INDEX CONCURRENTLY", StringComparison.Ordinal))
                database.AskAsync("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").GetAwaiter().GetResult();
        }));

        broken.Message.ShouldStartWith("20260102000000_ChangeBeans: the connection broke (");
        await ApplyAsync();
        await SteppedDatabase.ShouldBeWholeAsync(database.ConnectionString.Reveal(), "gone on");
    }

    [Fact]
    public async Task Return_OfAMigrationInSteps_TakesItBackAndForgetsIt()
    {
        await ApplyAsync();
        var returner = new SchemaReturner(TimeProvider.System);
        (await Should.ThrowAsync<MigrationException>(returner.ReturnAsync(SteppedDatabase.Source, database.ConnectionString, "20260101000000_MakeBeans", progress.Enqueue, Cancellation)))
            .Message.ShouldContain("would lose something");

        await returner.ReturnAsync(SteppedDatabase.Source, database.ConnectionString, "20260102000000_ChangeBeans", progress.Enqueue, Cancellation);

        (await database.AskAsync("SELECT count(*) FROM __frostline_migrations")).ShouldBe(2L);
        (await database.AskAsync("SELECT to_regclass('mills') IS NULL")).ShouldBe(true);
    }

    private async Task<string> ChecksumAsync()
    {
        await using var connection = await database.OpenAsync();
        using var assembly = new MigrationAssembly(SteppedDatabase.Source);
        await using var context = assembly.CreateContext(connection);
        return MigrationScript.UpOf(context, "20260102000000_ChangeBeans").Checksum;
    }
}

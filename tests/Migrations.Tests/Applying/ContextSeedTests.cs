using Frostline.Migrations.Tests.Samples;
using Microsoft.EntityFrameworkCore;
using Testing;

namespace Frostline.Migrations.Tests.Applying;

public sealed class ContextSeedTests(PostgresServer server) : IAsyncLifetime
{
    private readonly CoffeeDatabase database = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<MigrationOutcome> ApplyAsync(string context, MigrationOptions? options = null) =>
        new Migrator(TimeProvider.System).ApplyAsync(new(typeof(SeedingContext).Assembly.Location, context), database.ConnectionString, options ?? new(), _ => { }, Cancellation);

    [Fact]
    public async Task Apply_SeedsAsEntityFrameworkDoes_ThatMigratesByItself()
    {
        var theirs = new CoffeeDatabase(server);
        await theirs.InitializeAsync();
        await using var context = new SeedingContext(new DbContextOptionsBuilder<SeedingContext>().UseNpgsql(theirs.ConnectionString.Reveal()).Options);
        await context.Database.MigrateAsync(Cancellation);
        context.ChangeTracker.Clear();
        await context.Database.MigrateAsync(Cancellation);

        await ApplyAsync(nameof(SeedingContext));
        await ApplyAsync(nameof(SeedingContext));

        (await database.AskAsync("SELECT string_agg(id || ' ' || note, ', ' ORDER BY id) FROM mills")).ShouldBe("0 True, 1 False");
        // It seeds each time too; but what it then says of the first one, EF Core 10 and its documentation do not agree on.
        (await theirs.AskAsync("SELECT count(*) FROM mills")).ShouldBe(2L);
    }

    [Fact]
    public async Task Apply_ThatStopsBeforeTheNewestMigration_SeedsNothing()
    {
        await ApplyAsync(nameof(SeedingContext), new() { Target = "MakeMillsToSeed" });

        (await database.AskAsync("SELECT count(*) FROM mills")).ShouldBe(0L);
    }

    [Fact]
    public async Task Apply_WhenWhatIsLeftOnlyTakesAwayAndWaits_Seeds()
    {
        await ApplyAsync(nameof(SeedingContext), new() { Target = "MakeMillsToSeed", Waiting = ["20260102000000_IndexMillsToSeed"] });

        (await database.AskAsync("SELECT count(*) FROM mills")).ShouldBe(1L);
    }

    [Fact]
    public async Task Apply_WhenTheSeedFails_SaysSo_AndKeepsTheMigrationsOnly()
    {
        var failed = await Should.ThrowAsync<MigrationException>(ApplyAsync(nameof(BrokenSeedContext)));

        failed.Message.ShouldBe("BrokenSeedContext: its seeding failed: There are no beans. The migrations are applied, nothing of the seed is. Correct UseSeeding, then run again.");
        failed.Outcome.ShouldNotBeNull().Head.ShouldBe("20260101000000_MakeSown");
        (await database.AskAsync("SELECT count(*) FROM sown")).ShouldBe(0L);
        (await database.AskAsync("SELECT state FROM __frostline_migrations")).ShouldBe("committed");
    }
}

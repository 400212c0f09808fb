using Testing;

namespace Frostline.Migrations.Tests;

public sealed class SchemaReturnerTests(PostgresServer server) : IAsyncLifetime
{
    private const string First = "20261120225509_LogCoffees";

    private const string Insert = "INSERT INTO coffees (id, owner, type, size, consumed_at, created_at, caffeine_mg) VALUES (gen_random_uuid(), gen_random_uuid(), 'latte', 'small', now(), now(), 60)";

    private readonly CoffeeDatabase database = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await new Migrator(TimeProvider.System).ApplyAsync(CoffeeDatabase.Migrations, database.ConnectionString, new MigrationOptions { Target = "FillCaffeine" }, _ => { }, Cancellation);
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Judge_OfMigrationsThatOnlyExpanded_FindsNothingGone()
    {
        var judged = await SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, Cancellation);

        judged.Steps.Select(step => step.Name).ShouldBe(["20261120225535_FillCaffeine", "20261120225529_AddCaffeine"]);
        judged.Gone.ShouldBeEmpty();
        judged.Losses.ShouldBeEmpty();
    }

    [Fact]
    public async Task Return_WhenNothingWouldBeLost_TakesTheMigrationsBack()
    {
        var done = await new SchemaReturner(TimeProvider.System).ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation);

        done.Outcome.ShouldNotBeNull().Returned.Select(migration => migration.Name).ShouldBe(["20261120225535_FillCaffeine", "20261120225529_AddCaffeine"]);
        done.Outcome.Head.ShouldBe(First);
        (await database.AskAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBe(1L);
        (await database.AskAsync("SELECT count(*) FROM information_schema.columns WHERE column_name ILIKE '%caffeine%'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Return_WhenValuesWouldBeLost_RefusesAndSaysHowMany()
    {
        await database.AskAsync(Insert);

        var refused = await Should.ThrowAsync<MigrationException>(() =>
            new SchemaReturner(TimeProvider.System).ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation));

        refused.Message.ShouldBe("Going back to 20261120225509_LogCoffees would lose something: column coffees.caffeine_mg has a value. Nothing was changed.");
        (await database.AskAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBe(3L);
    }

    [Fact]
    public async Task Return_WhenAValueComesWhileItIsUnderWay_LosesNothing()
    {
        var returner = new SchemaReturner(TimeProvider.System)
        {
            Boundary = done =>
            {
                if (done.EndsWith("AddCaffeine: started", StringComparison.Ordinal))
                    database.AskAsync(Insert).GetAwaiter().GetResult();
            },
        };

        var refused = await Should.ThrowAsync<MigrationException>(() => returner.ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation));

        refused.Message.ShouldBe("Taking 20261120225529_AddCaffeine back would lose something: column coffees.caffeine_mg has a value. It came while that was under way; nothing was lost. Run again when nobody writes to it.");
        (await database.AskAsync("SELECT caffeine_mg FROM coffees")).ShouldBe(60);
        (await database.AskAsync("SELECT state || ' ' || down FROM __frostline_migrations WHERE migration LIKE '%AddCaffeine'")).ShouldBe("committed false");
    }

    [Fact]
    public async Task Return_DespiteLoss_TakesTheValuesToo()
    {
        await database.AskAsync(Insert);

        await new SchemaReturner(TimeProvider.System) { DespiteLoss = true }.ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation);

        (await database.AskAsync("SELECT count(*) FROM information_schema.columns WHERE column_name ILIKE '%caffeine%'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Judge_OfATargetThatOnlyTakesAwayMore_FindsNothingToTakeBack()
    {
        await new Migrator(TimeProvider.System).ApplyAsync(CoffeeDatabase.Migrations, database.ConnectionString, new MigrationOptions { Target = "DefaultCreatedAt" }, _ => { }, Cancellation);

        (await SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, "20261121110100_DropCreatedAt", Cancellation)).Steps.ShouldBeEmpty();
    }

    [Fact]
    public async Task Return_WhenMoreWouldBeLostThanWasAccepted_Refuses()
    {
        await database.AskAsync(Insert);
        var judged = await SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, Cancellation);
        await database.AskAsync(Insert);

        var refused = await Should.ThrowAsync<MigrationException>(() =>
            new SchemaReturner(TimeProvider.System) { Accepted = judged.Losses }.ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation));

        refused.Message.ShouldBe("Going back to 20261120225509_LogCoffees would lose something: column coffees.caffeine_mg has 2 values. Nothing was changed.");
        (await database.AskAsync("SELECT count(caffeine_mg) FROM coffees")).ShouldBe(2L);
    }

    [Fact]
    public async Task Return_WhenAnAcceptedValueWasChangedSince_Refuses()
    {
        await database.AskAsync(Insert);
        var judged = await SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, Cancellation);
        await database.AskAsync("UPDATE coffees SET caffeine_mg = 61");

        var refused = await Should.ThrowAsync<MigrationException>(() =>
            new SchemaReturner(TimeProvider.System) { Accepted = judged.Losses }.ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation));

        refused.Message.ShouldBe("Going back to 20261120225509_LogCoffees would lose something: column coffees.caffeine_mg has a value, some of it changed since that was accepted. Nothing was changed.");
        (await database.AskAsync("SELECT caffeine_mg FROM coffees")).ShouldBe(61);
    }

    [Fact]
    public async Task Return_WhenAnAcceptedValueIsChangedWhileItIsUnderWay_LosesNothing()
    {
        await database.AskAsync(Insert);
        var judged = await SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, Cancellation);
        var returner = new SchemaReturner(TimeProvider.System)
        {
            Accepted = judged.Losses,
            Boundary = done =>
            {
                if (done.EndsWith("AddCaffeine: started", StringComparison.Ordinal))
                    database.AskAsync("UPDATE coffees SET caffeine_mg = 61").GetAwaiter().GetResult();
            },
        };

        var refused = await Should.ThrowAsync<MigrationException>(() => returner.ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation));

        refused.Message.ShouldStartWith("Taking 20261120225529_AddCaffeine back would lose something: column coffees.caffeine_mg has a value, some of it changed since that was accepted. It came while");
        (await database.AskAsync("SELECT caffeine_mg FROM coffees")).ShouldBe(61);
    }

    [Fact]
    public async Task Return_WhenOnlyWhatStaysWasChanged_LosesWhatWasAccepted()
    {
        await database.AskAsync(Insert);
        var judged = await SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, Cancellation);
        await database.AskAsync("UPDATE coffees SET type = 'mocha'");

        var done = await new SchemaReturner(TimeProvider.System) { Accepted = judged.Losses }.ReturnAsync(CoffeeDatabase.Migrations, database.ConnectionString, First, _ => { }, Cancellation);

        done.Outcome.ShouldNotBeNull().Head.ShouldBe(First);
    }

    [Fact]
    public async Task Judge_OfATargetTheDatabaseDoesNotHave_SaysSo() =>
        (await Should.ThrowAsync<MigrationException>(() => SchemaReturner.JudgeAsync(CoffeeDatabase.Migrations, database.ConnectionString, "20200101000000_Other", Cancellation)))
            .Message.ShouldContain("does not have 20200101000000_Other, which the older release needs");
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace CoffeeTracker.Data;

public sealed class MigrationTests(PostgresServer postgres)
{
    private readonly CancellationToken token = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Model_HasNoChangeThatAMigrationLacks()
    {
        await using var context = await ContextAsync();

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Fact]
    public async Task FillCaffeine_ForEveryTypeAndSize_AgreesWithTheMenu()
    {
        await using var context = await ContextAsync();
        await MigrateAsync(context, "LogCoffees");
        var drinks = CoffeeType.All.SelectMany(type => CupSize.All, (type, size) => (type, size)).ToList();
        foreach (var (type, size) in drinks)
            await LogAsFirstReleaseAsync(context, type.Name, size.Name);

        await MigrateAsync(context, "FillCaffeine");

        var filled = await context.Coffees.ToListAsync(token);
        filled.Count.ShouldBe(drinks.Count);
        filled.ShouldAllBe(coffee => coffee.Caffeine == CoffeeType.Find(coffee.Type)!.CaffeineIn(CupSize.Find(coffee.Size)!));
    }

    [Fact]
    public async Task FillCaffeine_WhereCaffeineIsKnown_LeavesIt()
    {
        await using var context = await ContextAsync();
        await MigrateAsync(context, "AddCaffeine");
        await LogAsFirstReleaseAsync(context, "latte", "large");
        await context.Database.ExecuteSqlAsync($"UPDATE coffees SET caffeine_mg = 7", token);

        await MigrateAsync(context, "FillCaffeine");

        (await context.Coffees.AsNoTracking().SingleAsync(token)).Caffeine.ShouldBe(7);
    }

    [Fact]
    public async Task ReleaseBefore_OnTheExpandedSchema_StillLogs_AsThisOneDoes()
    {
        await using var context = await ContextAsync();
        await MigrateAsync(context, "DefaultCreatedAt");

        await LogAsFirstReleaseAsync(context, "latte", "large");
        await AddAsync(context, caffeine: 120);

        (await context.Coffees.CountAsync(token)).ShouldBe(2);
        (await context.Coffees.CountAsync(coffee => coffee.Caffeine == null, token)).ShouldBe(1);
    }

    [Fact]
    public async Task DropCreatedAt_TakenBack_TellsAgainWhenCoffeesWereLogged()
    {
        await using var context = await ContextAsync();
        await context.Database.MigrateAsync(token);
        var coffee = await AddAsync(context, caffeine: 120);

        await MigrateAsync(context, "DefaultCreatedAt");

        var made = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(coffee.Id.ToString("N")[..12], 16));
        (await context.Database.SqlQuery<DateTimeOffset>($"SELECT created_at AS \"Value\" FROM coffees").SingleAsync(token)).ShouldBe(made);
    }

    [Fact]
    public async Task Migrations_DownToTheFirstAndUpAgain_KeepTheCoffees()
    {
        await using var context = await ContextAsync();
        await context.Database.MigrateAsync(token);
        var coffee = await AddAsync(context, caffeine: 120);

        await MigrateAsync(context, "LogCoffees");
        await context.Database.MigrateAsync(token);

        var kept = await context.Coffees.AsNoTracking().SingleAsync(token);
        kept.Id.ShouldBe(coffee.Id);
        kept.Owner.ShouldBe(coffee.Owner);
        kept.ConsumedAt.ShouldBe(coffee.ConsumedAt);
        kept.Caffeine.ShouldBe(CoffeeType.Find("latte")!.CaffeineIn(CupSize.Find("large")!));
    }

    [Fact]
    public async Task Migrations_DownToNothing_LeaveOnlyTheirHistory()
    {
        await using var context = await ContextAsync();
        await context.Database.MigrateAsync(token);

        await MigrateAsync(context, Migration.InitialDatabase);

        (await context.Database.GetAppliedMigrationsAsync(token)).ShouldBeEmpty();
        var tables = await context.Database.SqlQuery<string>($"SELECT tablename AS \"Value\" FROM pg_tables WHERE schemaname = 'public'").ToListAsync(token);
        tables.ShouldBe(["__EFMigrationsHistory"]);
    }

    [Fact]
    public void Factory_ForTheMigrationTool_MakesAContextForPostgreSql() =>
        new CoffeeContextFactory().CreateDbContext([]).Database.ProviderName.ShouldBe("Npgsql.EntityFrameworkCore.PostgreSQL");

    private async Task<CoffeeContext> ContextAsync() =>
        new(new DbContextOptionsBuilder<CoffeeContext>().UseNpgsql(await postgres.CreateDatabaseAsync()).Options);

    private Task MigrateAsync(CoffeeContext context, string migration) => context.GetService<IMigrator>().MigrateAsync(migration, token);

    private Task<int> LogAsFirstReleaseAsync(CoffeeContext context, string type, string size) => context.Database.ExecuteSqlAsync(
        $"INSERT INTO coffees (id, owner, type, size, consumed_at, created_at) VALUES ({Guid.CreateVersion7()}, {Guid.NewGuid()}, {type}, {size}, now(), now())",
        token);

    private async Task<Coffee> AddAsync(CoffeeContext context, int caffeine)
    {
        var noon = new DateTimeOffset(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);
        var coffee = new Coffee { Owner = Guid.NewGuid(), Type = "latte", Size = "large", Caffeine = caffeine, ConsumedAt = noon };
        context.Coffees.Add(coffee);
        await context.SaveChangesAsync(token);
        return coffee;
    }
}

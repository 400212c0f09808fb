using Frostline.Migrations.Tests.Samples;
using Testing;

namespace Frostline.Migrations.Tests;

/// <summary>A way back over several migrations that take from the same table.</summary>
public sealed class AcceptedLossTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly MigrationSource Mugs = new(typeof(MugContext).Assembly.Location, nameof(MugContext));

    private readonly CoffeeDatabase database = new(server);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await database.InitializeAsync();
        await new Migrator(TimeProvider.System).ApplyAsync(Mugs, database.ConnectionString, new MigrationOptions(), _ => { }, Cancellation);
        await database.AskAsync("INSERT INTO mugs VALUES (1, 'left', NULL), (2, 'right', 'blue')");
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task Return_OverSeveralMigrations_TakesATableWhoseColumnsWentBefore()
    {
        var judged = await JudgeAsync();

        var done = await ReturnAsync(judged);

        judged.Losses.Select(loss => loss.What).ShouldBe(["column mugs.colour has a value", "column mugs.label, which is altered and may lose some, has 2 values", "table mugs has 2 values"]);
        done.Outcome.ShouldNotBeNull().Head.ShouldBe(OpenCupboard.Id);
        (await database.AskAsync("SELECT to_regclass('mugs') IS NULL")).ShouldBe(true);
    }

    [Fact]
    public async Task Return_WhenAValueOfAnAlteredColumnWasChangedSince_Refuses()
    {
        var judged = await JudgeAsync();
        await database.AskAsync("UPDATE mugs SET label = 'front' WHERE id = 1");

        var refused = await Should.ThrowAsync<MigrationException>(() => ReturnAsync(judged));

        refused.Message.ShouldContain("column mugs.label, which is altered and may lose some, has 2 values, some of it changed since that was accepted; table mugs has 2 values, some of it changed");
        (await database.AskAsync("SELECT label FROM mugs WHERE id = 1")).ShouldBe("front");
    }

    [Fact]
    public async Task Judge_OfAColumnThatIsOnlyThereUnderAnotherName_DoesNotSayThatNothingIsLost()
    {
        await database.AskAsync("ALTER TABLE mugs RENAME label TO text");

        (await JudgeAsync()).Losses.Select(loss => loss.What).ShouldBe(["column mugs.colour has a value", "what AlterColumn would lose cannot be told", "table mugs has 2 values"]);
    }

    private Task<SchemaReturn> JudgeAsync() => SchemaReturner.JudgeAsync(Mugs, database.ConnectionString, OpenCupboard.Id, Cancellation);

    private Task<SchemaReturn> ReturnAsync(SchemaReturn judged) =>
        new SchemaReturner(TimeProvider.System) { Accepted = judged.Losses }.ReturnAsync(Mugs, database.ConnectionString, OpenCupboard.Id, _ => { }, Cancellation);
}

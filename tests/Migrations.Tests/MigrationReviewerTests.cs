using Frostline.Migrations.Gates;
using Frostline.Migrations.Linting;
using Frostline.Migrations.Planning;
using Frostline.Migrations.Tests.Samples;
using Testing;

namespace Frostline.Migrations.Tests;

public sealed class MigrationReviewerTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly MigrationSource Shop = new(typeof(ShopContext).Assembly.Location, nameof(ShopContext));

    private readonly CoffeeDatabase database = new(server);
    private readonly MigrationReviewer reviewer = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => database.InitializeAsync();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private Task<MigrationReview> ReviewAsync(MigrationSource source, string? serving = null, string? target = null) =>
        reviewer.ReviewAsync(source, database.ConnectionString, new MigrationOptions { Target = target }, serving, Cancellation);

    private Task<MigrationOutcome> ApplyAsync(MigrationSource source, string? target = null) =>
        new Migrator(TimeProvider.System).ApplyAsync(source, database.ConnectionString, new MigrationOptions { Target = target }, _ => { }, Cancellation);

    [Fact]
    public async Task Review_ShowsStatementsTransactionsLocksAndSizesAndChangesNothing()
    {
        await ApplyAsync(Shop, "Sell");
        await database.AskAsync("INSERT INTO beans SELECT i, 'Peru' FROM generate_series(1, 2000) AS i; ANALYZE beans");

        var review = await ReviewAsync(Shop);

        review.Plan.Head.ShouldBe("20260101000000_Sell");
        review.Plan.Pending.Select(migration => (migration.Class, migration.Irreversible)).ShouldBe([(OperationClass.Expand, null), (OperationClass.Contract, "what it deletes, no Down brings back")]);
        var built = review.Plan.Pending[0].Operations.ShouldHaveSingleItem();
        built.Transaction.ShouldBeNull();
        built.Locks.Single().ShouldSatisfyAllConditions(
            held => (held.Table, held.Mode, held.Work, held.Rows).ShouldBe(("beans", LockMode.ShareUpdateExclusive, TableWork.Build, 2000L)),
            held => held.Bytes.ShouldBeGreaterThan(8192));
        review.Plan.Pending[1].Operations.Single().ShouldSatisfyAllConditions(
            drop => drop.Transaction.ShouldBe(1),
            drop => drop.Findings.Single().Rule.ShouldBe("drop-column"));
        review.Plan.Pending[1].Sql.ShouldBe("BEGIN;\nALTER TABLE beans DROP COLUMN origin;\nCOMMIT; -- with the row of the history");
        (await database.AskAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBe(1L);
    }

    [Fact]
    public async Task Review_WhenTheReleaseThatServesMapsWhatGoes_FailsTheProof()
    {
        await ApplyAsync(Shop, "ForgetOrigin");

        var review = await ReviewAsync(Shop, serving: "20260101000000_Sell");

        review.Proof.ShouldNotBeNull().Verdict.ShouldBe(CheckVerdict.Fail);
        review.Proof.Facts.ShouldBe(["column beans.origin is gone"]);
        review.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Review_WhenTheReleaseThatServesMapsItNoMore_ProvesIt()
    {
        await ApplyAsync(Shop, "ForgetOrigin");

        (await ReviewAsync(Shop, serving: "20260102000000_ForgetOrigin")).Proof.ShouldNotBeNull().Verdict.ShouldBe(CheckVerdict.Pass);
    }

    [Fact]
    public async Task Review_OfAReleaseThatLivesWithoutWhatWaits_ProvesIt()
    {
        await ApplyAsync(CoffeeDatabase.Migrations, "FillCaffeine");
        var deploying = new MigrationReviewer(TimeProvider.System) { Waiting = ["20261121110100_DropCreatedAt"] };

        var review = await deploying.ReviewAsync(
            CoffeeDatabase.Migrations, database.ConnectionString, new() { Target = "DefaultCreatedAt" }, serving: "20261120225535_FillCaffeine", Cancellation);

        review.Proof.ShouldNotBeNull().Verdict.ShouldBe(CheckVerdict.Pass, string.Join('\n', review.Proof.Facts));
        review.WaitingProof.ShouldNotBeNull().Verdict.ShouldBe(CheckVerdict.Pass, string.Join('\n', review.WaitingProof.Facts));
    }

    [Fact]
    public async Task Review_OfAReleaseThatNeedsWhatWaits_SaysWhatItLacks()
    {
        await ApplyAsync(CoffeeDatabase.Migrations, "LogCoffees");
        var deploying = new MigrationReviewer(TimeProvider.System) { Waiting = ["20261120225529_AddCaffeine", "20261120225535_FillCaffeine", "20261121110000_DefaultCreatedAt", "20261121110100_DropCreatedAt"] };

        var review = await deploying.ReviewAsync(CoffeeDatabase.Migrations, database.ConnectionString, new() { Target = "LogCoffees" }, serving: "20261120225509_LogCoffees", Cancellation);

        review.WaitingProof.ShouldNotBeNull().Facts.ShouldBe(["column coffees.caffeine_mg is not there", "column coffees.created_at must be given and has no default"]);
        review.Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Review_WhenTheReleaseThatServesLeftItsContractForLater_ProvesThatItLivesWithIt()
    {
        await ApplyAsync(CoffeeDatabase.Migrations, "DefaultCreatedAt");

        (await ReviewAsync(CoffeeDatabase.Migrations, serving: "20261121110100_DropCreatedAt")).Proof.ShouldNotBeNull().Verdict.ShouldBe(CheckVerdict.Pass);
    }

    [Fact]
    public async Task Review_OfTheProductsOwnMigrations_FindsNothingThatBreaksOneAnother()
    {
        await ApplyAsync(CoffeeDatabase.Migrations, "LogCoffees");

        var review = await ReviewAsync(CoffeeDatabase.Migrations, serving: "20261120225509_LogCoffees", target: "DefaultCreatedAt");

        review.Checks.Select(check => (check.Name, check.Verdict)).ShouldBe(
            [("history", CheckVerdict.Pass), ("checksums", CheckVerdict.Pass), ("drift", CheckVerdict.Pass), ("proof", CheckVerdict.Pass)]);
        review.Plan.Pending.ShouldAllBe(migration => migration.Breaking.Count == 0);
        review.Plan.Pending[0].Operations.Single().Sql.ShouldBe("ALTER TABLE coffees ADD caffeine_mg integer");
    }

    [Fact]
    public async Task Review_WhenTheSchemaWasChangedByHand_NamesWhatWasAddedAndWhatDiffers()
    {
        await ApplyAsync(CoffeeDatabase.Migrations);
        await database.AskAsync(
            """
            CREATE INDEX by_hand ON coffees (size); CREATE TABLE notes (id int); CREATE VIEW strong AS SELECT id FROM coffees;
            DROP INDEX ix_coffees_owner_consumed_at; ALTER TABLE coffees ALTER type TYPE text; ALTER TABLE coffees ADD note text; ALTER TABLE coffees ALTER consumed_at SET DEFAULT now();
            """);

        var drift = (await ReviewAsync(CoffeeDatabase.Migrations)).Checks.Single(check => check.Name == "drift");

        drift.Verdict.ShouldBe(CheckVerdict.Fail);
        drift.Facts.ShouldBe([
            "column coffees.type is text, not character varying(32)",
            "column coffees.consumed_at has the default now(), not none",
            "index ix_coffees_owner_consumed_at on coffees is missing",
        ]);
    }

    [Fact]
    public async Task Review_WhenThingsWereOnlyAddedByHand_TellsThemAndRefusesNothing()
    {
        await ApplyAsync(CoffeeDatabase.Migrations);
        await database.AskAsync("CREATE INDEX by_hand ON coffees (size); CREATE TABLE notes (id int); CREATE VIEW strong AS SELECT id FROM coffees; ALTER TABLE coffees ADD note text");

        var review = await ReviewAsync(CoffeeDatabase.Migrations);

        review.Wrong.ShouldBeEmpty();
        review.Checks.Single(check => check.Name == "drift").ShouldSatisfyAllConditions(
            drift => drift.Verdict.ShouldBe(CheckVerdict.Inconclusive),
            drift => drift.Facts.Select(fact => fact.Split(" is there")[0]).ShouldBe(["table notes", "column coffees.note", "index by_hand on coffees", "view strong"]));
    }

    [Fact]
    public async Task Review_WhenAMigrationIsHalfDone_LetsItBeFinished()
    {
        await ApplyAsync(Shop, "ForgetOrigin");
        await database.AskAsync(
            """
            ALTER TABLE beans DROP origin;
            INSERT INTO __frostline_migrations (migration, checksum, state, statement, generator, owner, version) VALUES ('20260103000000_DropOrigin', '', 'failed', 1, '', 'ada', '1.0.0')
            """);

        var review = await ReviewAsync(Shop);

        review.Wrong.ShouldBeEmpty();
        review.Checks.Single(check => check.Name == "drift").Facts.ShouldContain("20260103000000_DropOrigin is half done, and is finished first");
    }

    [Fact]
    public async Task Review_WhenAnAppliedMigrationWasEdited_Refuses()
    {
        await ApplyAsync(CoffeeDatabase.Migrations);
        await database.AskAsync("UPDATE __frostline_migrations SET checksum = 'other' WHERE migration LIKE '%AddCaffeine'");

        (await ReviewAsync(CoffeeDatabase.Migrations)).Wrong.Single().ShouldStartWith("20261120225529_AddCaffeine was applied with other statements than it has now.");
    }

    [Fact]
    public async Task Review_WhenNoDatabaseMayBeMade_IsInconclusive()
    {
        await ApplyAsync(Shop, "ForgetOrigin");
        await database.AskAsync($"CREATE ROLE reader_{Environment.ProcessId} LOGIN PASSWORD 'x'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{Environment.ProcessId}");
        var limited = new Npgsql.NpgsqlConnectionStringBuilder(database.ConnectionString.Reveal()) { Username = $"reader_{Environment.ProcessId}", Password = "x" };

        var review = await reviewer.ReviewAsync(Shop, new(limited.ConnectionString), new MigrationOptions(), "20260102000000_ForgetOrigin", Cancellation);

        review.Checks.Where(check => check.Name is "drift" or "proof").ShouldAllBe(check => check.Verdict == CheckVerdict.Inconclusive && check.Facts[0].Contains("permission denied to create database"));
    }
}

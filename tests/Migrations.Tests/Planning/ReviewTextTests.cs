using Frostline.Migrations.Gates;
using Frostline.Migrations.Linting;
using Frostline.Migrations.Planning;
using Frostline.Migrations.Tests.Linting;

namespace Frostline.Migrations.Tests.Planning;

public sealed class ReviewTextTests
{
    private static readonly TableSizes Sizes = new(new Dictionary<string, (long? Rows, long Bytes)> { ["beans"] = (1_000_000, 96_000_000), ["farms"] = (null, 0) });

    private static PlannedMigration Plan(string sql)
    {
        using var bench = new Bench();
        return Planner.Plan(bench.Judge(sql), [], Sizes, Linter.UnknownServer);
    }

    [Fact]
    public void Of_ShowsTransactionsLocksHazardsAndChecks()
    {
        var review = new MigrationReview(
            new([Plan("ALTER TABLE beans ADD note text\n!CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON beans (note)\n/* frostline: allow drop-column because never read */ ALTER TABLE beans DROP origin\nCREATE INDEX iy ON farms (name)")], "0_Begin", 1, "coffee at here"),
            [new("history", CheckVerdict.Pass, []), new("drift", CheckVerdict.Inconclusive, ["index by_hand on beans is there by hand: no migration makes it"])]);

        string.Join('\n', ReviewText.Of(review)).ShouldBe(
            """"
            coffee at here is at 0_Begin; a migration waits

            1_Sample: expand; cannot be taken back without a loss: what it deletes, no Down brings back
              transaction 1
                ALTER TABLE beans ADD note text
                  locks beans: ACCESS EXCLUSIVE; about 1,000,000 rows, 96.0 MB
              outside a transaction
                CREATE INDEX CONCURRENTLY IF NOT EXISTS ix ON beans (note)
                  locks beans: SHARE UPDATE EXCLUSIVE while an index is built; about 1,000,000 rows, 96.0 MB, some 2 s
              transaction 2
                ALTER TABLE beans DROP origin
                  locks beans: ACCESS EXCLUSIVE; about 1,000,000 rows, 96.0 MB
                  allowed drop-column: column beans.origin is gone, because never read
                CREATE INDEX iy ON farms (name)
                  locks farms: SHARE while an index is built; rows unknown, 0.0 MB
                  hazard index-without-concurrently (expand): index iy on farms is built under a lock. Nobody writes to the table while it is built.
                    instead: migrationBuilder.Sql("""CREATE INDEX CONCURRENTLY IF NOT EXISTS iy ON farms (name)""", suppressTransaction: true); // or .IsCreatedConcurrently()

            history: pass
            drift: inconclusive: index by_hand on beans is there by hand: no migration makes it
            """");
    }

    [Fact]
    public void Of_WhenNothingWaits_SaysSo() =>
        ReviewText.Of(new(new([], "1_First", 1, "coffee at here"), [])).ShouldBe(["coffee at here is at 1_First; nothing waits", ""]);

    [Theory]
    [InlineData("ALTER TABLE beans ADD note text", "its Down does nothing")]
    [InlineData("UPDATE beans SET note = '' WHERE id = 1", "the values it overwrites are not kept")]
    [InlineData("DO $$ BEGIN END $$", "nobody can tell what its statements do")]
    [InlineData("DROP TABLE beans", "what it deletes, no Down brings back")]
    [InlineData("SELECT 1", null)]
    public void Irreversible_SaysWhy(string sql, string? expected) => Plan(sql).Irreversible.ShouldBe(expected);
}

using Frostline.Migrations;
using Frostline.Pipeline.Deploying;

namespace Pipeline.Tests;

public sealed class ExpandingMigrationTests
{
    private static readonly PlannedMigration Adds = new("1_Add", "");
    private static readonly PlannedMigration Takes = new("2_Take", "") { Breaking = ["table beans is gone", "column roasts.origin is gone"] };

    [Fact]
    public void Refusal_OfAPlanThatTakesAway_NamesWhatWouldBreakAndTheWayOut() =>
        ExpandingMigration.Refusal(Plan(applied: 3, Adds, Takes), "production").ShouldBe(
            "production: the release that serves would break: 2_Take: table beans is gone; 2_Take: column roasts.origin is gone. Part it in two releases, the first of which only adds; "
            + "or migrate when nothing needs the old schema: ./build.sh --target=Migrate --environment=production.");

    [Fact]
    public void Refusal_OfAPlanThatOnlyAdds_IsNone() => ExpandingMigration.Refusal(Plan(applied: 3, Adds), "production").ShouldBeNull();

    [Fact]
    public void Refusal_ForADatabaseThatNoReleaseUsesYet_IsNone() => ExpandingMigration.Refusal(Plan(applied: 0, Adds, Takes), "production").ShouldBeNull();

    private static MigrationPlan Plan(int applied, params PlannedMigration[] pending) => new(pending, "2_Take", applied, "coffee at here");
}

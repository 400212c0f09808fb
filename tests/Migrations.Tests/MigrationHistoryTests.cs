namespace Frostline.Migrations.Tests;

public sealed class MigrationHistoryTests
{
    private static readonly string[] Known = ["1_First", "2_Second", "3_Third"];

    private static MigrationHistory After(params string[] applied) => new(Known, applied);

    [Fact]
    public void Pending_IsWhatTheDatabaseLacks()
    {
        After().Pending(null).ShouldBe(Known);
        After("1_First").Pending(null).ShouldBe(["2_Second", "3_Third"]);
        After(Known).Pending(null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2_Second")]
    [InlineData("Second")]
    public void Pending_StopsAtTheTarget(string target) => After("1_First").Pending(target).ShouldBe(["2_Second"]);

    [Fact]
    public void Pending_IncludesAMigrationThatWasMergedBetweenAppliedOnes() =>
        After("1_First", "3_Third").Pending(null).ShouldBe(["2_Second"]);

    [Fact]
    public void Pending_WhenTheDatabaseIsNewer_NamesWhatIsUnknown() =>
        Should.Throw<MigrationException>(() => After("1_First", "4_Fourth", "5_Fifth").Pending(null)).Message.ShouldBe(
            "The database has 2 migrations this release does not know: 4_Fourth, 5_Fifth. It was migrated by a newer release: deploy that one, or a later one.");

    [Fact]
    public void Pending_WhenTheTargetIsUnknown_NamesTheNearest() =>
        Should.Throw<MigrationException>(() => After().Pending("Secnd")).Message.ShouldBe(
            "Target 'Secnd' is not a migration. The nearest are: 2_Second, 3_Third, 1_First.");

    [Fact]
    public void Pending_WhenTheTargetLiesBehind_Refuses() =>
        Should.Throw<MigrationException>(() => After(Known).Pending("First")).Message.ShouldBe(
            "Target 'First' lies behind the database, which has 2_Second, 3_Third after it. Going back may lose data, which is judged first: run Migrate with --to=First.");

    [Fact]
    public void Behind_IsTheTargetWhenTheDatabaseHasLaterOnes()
    {
        After(Known).Behind("Second").ShouldBe("2_Second");
        After(Known).Behind("Third").ShouldBeNull();
        After("1_First").Behind("Second").ShouldBeNull();
    }
}

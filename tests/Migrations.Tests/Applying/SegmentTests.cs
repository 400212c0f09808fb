using Frostline.Migrations.Applying;

namespace Frostline.Migrations.Tests.Applying;

public sealed class SegmentTests
{
    private static MigrationScript Script(params (string Sql, bool Outside)[] commands) =>
        new("1_Change", false, [.. commands.SelectMany(command => MigrationStatement.Of(command.Sql, command.Outside))]);

    private static string Told(MigrationScript script, int done = 0) =>
        string.Join(" | ", Segment.Of(script, done).Select(segment => $"{segment.First} {segment.Kind}: {string.Join("; ", segment.Statements)}"));

    [Fact]
    public void Of_StatementsWithinTransactions_IsOne() =>
        Told(Script(("A; B", false), ("C", false))).ShouldBe("0 Together: A; B; C");

    [Fact]
    public void Of_AStatementOutside_PartsTheTransaction() =>
        Told(Script(("A", false), ("CREATE INDEX CONCURRENTLY i ON t (c)", true), ("B", false), ("C", false))).ShouldBe(
            "0 Together: A | 1 Alone: CREATE INDEX CONCURRENTLY i ON t (c) | 2 Together: B; C");

    [Fact]
    public void Of_StatementsOutsideThatNeedNotBe_GivesEachATransactionOfItsOwn() =>
        Told(Script(("A", true), ("B; VACUUM t", true), ("C", false))).ShouldBe("0 Together: A | 1 Together: B | 2 Alone: VACUUM t | 3 Together: C");

    [Fact]
    public void Of_ABatchedStatement_PartsTheTransaction() =>
        Told(Script(("A; -- frostline:batch key=t.id\nUPDATE t SET a = 1; B", false))).ShouldBe("0 Together: A | 1 Batches: UPDATE t SET a = 1 | 2 Together: B");

    [Fact]
    public void Of_AMigrationThatIsHalfDone_BeginsWhereItEnded() =>
        Told(Script(("A", false), ("VACUUM t", true), ("B; C", false)), done: 2).ShouldBe("2 Together: B; C");

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("BEGIN")]
    [InlineData("PREPARE TRANSACTION 'x'")]
    public void Of_AStatementThatEndsTransactions_Refuses(string sql) =>
        Should.Throw<MigrationException>(() => Told(Script(("A", false), (sql, false)))).Message
            .ShouldBe($"1_Change: statement 2 begins or ends a transaction: {sql}. Each migration runs in a transaction already: leave it out.");

    [Theory]
    [InlineData("CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ix ON ONLY shop.beans (id)", "shop.ix")]
    [InlineData("CREATE INDEX CONCURRENTLY \"Ix\" ON beans (id)", "\"Ix\"")]
    [InlineData("CREATE INDEX CONCURRENTLY ON beans (id)", null)]
    public void Nature_OfAConcurrentIndex_NamesItWhereItsTableIs(string sql, string? index)
    {
        var nature = StatementNature.Of(MigrationStatement.Of(sql, true)[0]);

        nature.Builds.ShouldBe(index);
        nature.Online.ShouldBeTrue();
        nature.OnlyOutside.ShouldBeTrue();
    }

    [Theory]
    [InlineData("CREATE INDEX ix ON beans (id)", false, false)]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS ix", true, true)]
    [InlineData("REINDEX (VERBOSE) TABLE CONCURRENTLY beans", true, true)]
    [InlineData("VACUUM FULL beans", true, false)]
    [InlineData("DO $$ BEGIN END $$", true, false)]
    [InlineData("ALTER TABLE beans DETACH PARTITION old CONCURRENTLY", true, true)]
    [InlineData("ALTER TABLE beans ADD concurrently int", false, false)]
    [InlineData("PREPARE p AS SELECT 1", false, false)]
    public void Nature_TellsWhatMustBeOutsideAndWhatStopsNobody(string sql, bool outside, bool online)
    {
        var nature = StatementNature.Of(MigrationStatement.Of(sql, true)[0]);

        (nature.OnlyOutside, nature.Online, nature.ControlsTransactions).ShouldBe((outside, online, false));
    }
}

using Frostline.Migrations.Applying;

namespace Frostline.Migrations.Tests.Applying;

public sealed class BatchDirectiveTests
{
    private static MigrationStatement Statement(string sql) => MigrationStatement.Of(sql, false)[0];

    [Theory]
    [InlineData("UPDATE t SET a = 1", "UPDATE t SET a = 1\nWHERE {0}")]
    [InlineData("UPDATE t SET a = 1 WHERE a IS NULL OR b", "UPDATE t SET a = 1 WHERE {0} AND ( a IS NULL OR b\n)")]
    [InlineData("UPDATE t SET a = (SELECT 1 WHERE b) RETURNING a", "UPDATE t SET a = (SELECT 1 WHERE b)\nWHERE {0} RETURNING a")]
    [InlineData("DELETE FROM t WHERE a -- why\n", "DELETE FROM t WHERE {0} AND ( a\n)")]
    [InlineData("INSERT INTO u SELECT a FROM t WHERE b ON CONFLICT DO NOTHING", "INSERT INTO u SELECT a FROM t WHERE {0} AND ( b\n) ON CONFLICT DO NOTHING")]
    public void Restrict_AddsTheRangeToTheStatementsOwnCondition(string sql, string expected)
    {
        var statement = Statement($"-- frostline:batch key=t.id\n{sql}");

        BatchDirective.Of(statement).ShouldNotBeNull().Restrict(statement, "uuid").ShouldBe(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, "t.id >= $1::text::uuid AND t.id <= $2::text::uuid"));
    }

    [Fact]
    public void Of_ReadsTableKeyAndSize()
    {
        BatchDirective.Of(Statement("/* frostline:batch key=b.\"Id\" size=20 table=shop.beans */ UPDATE shop.beans b SET a = 1"))
            .ShouldBe(new BatchDirective("shop.beans", "\"Id\"", "b.\"Id\"", 20));
        BatchDirective.Of(Statement("-- frostline:batch key=shop.beans.id\nUPDATE shop.beans SET a = 1")).ShouldBe(new BatchDirective("shop.beans", "id", "shop.beans.id", 5000));
        BatchDirective.Of(Statement("-- in batches\nUPDATE beans SET a = 1")).ShouldBeNull();
    }

    [Theory]
    [InlineData("key=id", "does not name a key with its table")]
    [InlineData("size=5", "does not name a key with its table")]
    [InlineData("key=t.id size=0", "size is not a number from 1 to 1000000")]
    public void Of_WhatCannotBeFollowed_SaysHowToWriteIt(string values, string problem)
    {
        var refusal = Should.Throw<MigrationException>(() => BatchDirective.Of(Statement($"-- frostline:batch {values}\nUPDATE t SET a = 1"))).Message;

        refusal.ShouldContain(problem);
        refusal.ShouldContain("Write '-- frostline:batch key=coffees.id size=5000'");
    }

    [Theory]
    [InlineData("CREATE TABLE t (id int)")]
    [InlineData("INSERT INTO u SELECT a FROM t GROUP BY a")]
    public void Restrict_WhatHasNoPlaceForARange_Refuses(string sql)
    {
        var statement = Statement($"-- frostline:batch key=t.id\n{sql}");

        Should.Throw<MigrationException>(() => BatchDirective.Of(statement)!.Restrict(statement, "int")).Message.ShouldContain("cannot be done in batches");
    }
}

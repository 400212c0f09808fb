using Frostline.Migrations.Sql;

namespace Frostline.Migrations.Tests.Sql;

public sealed class SqlScriptTests
{
    private static string[] Split(string sql) => [.. SqlScript.Split(sql).Select(statement => statement.Text)];

    [Theory]
    [InlineData("a; b ;\n;; c", new[] { "a", "b", "c" })]
    [InlineData("SELECT ';'; DO $x$ a; b; $x$", new[] { "SELECT ';'", "DO $x$ a; b; $x$" })]
    [InlineData("CREATE RULE r AS ON INSERT TO t DO (a; b); c", new[] { "CREATE RULE r AS ON INSERT TO t DO (a; b)", "c" })]
    [InlineData("create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end; c", new[] { "create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end", "c" })]
    [InlineData("BEGIN; a; END; b", new[] { "BEGIN", "a", "END", "b" })]
    [InlineData("-- only a comment", new string[0])]
    public void Split_PartsWhereStatementsEnd(string sql, string[] expected) => Split(sql).ShouldBe(expected);

    [Fact]
    public void Split_GivesEachStatementItsLineAndItsComments()
    {
        var statements = SqlScript.Split("-- first\nSELECT 1;\n\n-- why\n/* long */ SELECT -- here\n 2;");

        statements[1].Line.ShouldBe(5);
        statements[0].Comments.ShouldBe(["-- first"]);
        statements[1].Comments.ShouldBe(["-- why", "/* long */", "-- here"]);
    }

    [Theory]
    [InlineData("SELECT (1;", "line 1, column 8: '(' is not closed.")]
    [InlineData("SELECT 1)", "line 1, column 9: ')' closes nothing.")]
    [InlineData("SELECT (1]", "line 1, column 10: ']' closes '(' of line 1, column 8.")]
    [InlineData("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;", "line 1, column 1: the body of the function does not end. Close it with END.")]
    public void Split_OfWhatDoesNotEnd_SaysWhere(string sql, string message) => Should.Throw<SqlException>(() => SqlScript.Split(sql)).Message.ShouldBe(message);
}

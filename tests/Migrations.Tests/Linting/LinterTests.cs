using Frostline.Migrations.Linting;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Migrations.Tests.Linting;

public sealed class LinterTests : IDisposable
{
    private readonly Bench bench = new();

    public void Dispose() => bench.Dispose();

    public static TheoryData<MigrationOperation, string?> Operations() => new()
    {
        { new DropTableOperation { Name = "beans" }, "table beans is gone" },
        { new DropColumnOperation { Table = "beans", Name = "origin" }, "column beans.origin is gone" },
        { new RenameTableOperation { Name = "beans", NewName = "roasts" }, "table beans is called roasts" },
        { new RenameColumnOperation { Table = "beans", Name = "origin", NewName = "country" }, "column beans.origin is called country" },
        { Altered("text", "integer", isNullable: true, wasNullable: true), "column beans.origin is of another type" },
        { Altered("character varying(16)", "character varying(32)", isNullable: true, wasNullable: true), null },
        { Altered("character varying(16)", "text", isNullable: true, wasNullable: true), null },
        { Altered("character varying(32)", "character varying(16)", isNullable: true, wasNullable: true), "column beans.origin is of another type" },
        { Altered("numeric(10,2)", "numeric(12,2)", isNullable: true, wasNullable: true), null },
        { Altered("numeric(10,2)", "numeric(12,4)", isNullable: true, wasNullable: true), "column beans.origin is of another type" },
        { Altered("text", "text", isNullable: false, wasNullable: true), "column beans.origin takes no null any more" },
        { Altered("text", "text", isNullable: true, wasNullable: false), "column beans.origin may be null" },
        { Added(isNullable: false, value: null), "column beans.origin must be given and has no default" },
        { Added(isNullable: false, value: ""), null },
        { Added(isNullable: true, value: null), null },
        { new CreateIndexOperation { Table = "beans", Name = "i", Columns = ["origin", "year"], IsUnique = true }, "beans.origin, year must be unique" },
        { new CreateIndexOperation { Table = "beans", Name = "i", Columns = ["origin"] }, null },
        { new AddUniqueConstraintOperation { Table = "beans", Name = "u", Columns = ["origin"] }, "beans.origin must be unique" },
        { new AddCheckConstraintOperation { Table = "beans", Name = "dark", Sql = "true" }, "table beans has the new check dark" },
        { new DropSchemaOperation { Name = "old" }, "schema old is gone" },
        { new EnsureSchemaOperation { Name = "young" }, null },
        { new SqlOperation { Sql = "ALTER TABLE beans\nDROP origin" }, "column beans.origin is gone" },
        { new SqlOperation { Sql = "UPDATE beans SET origin = '; DROP TABLE beans' -- ALTER" }, null },
        { new SqlOperation { Sql = "DELETE FROM beans" }, "rows of beans are gone" },
        { new SqlOperation { Sql = "drop view strong" }, "view strong is gone" },
        { new SqlOperation { Sql = "SELECT 'open" }, "a statement cannot be judged, line 1, column 8: the string does not end. Close it with a single quote: SELECT 'open" },
        { new SqlOperation { Sql = "FROBNICATE beans" }, "a statement cannot be judged, its form is not known: FROBNICATE beans" },
    };

    [Theory, MemberData(nameof(Operations))]
    public void Breaking_OfAnOperation_IsWhatEarlierReleasesWouldMiss(MigrationOperation operation, string? expected) =>
        bench.Judge(operation).Breaking.ShouldBe(expected is null ? [] : [expected]);

    [Fact]
    public void Breaking_OfAMigrationThatMakesATable_IsNothingThatItDoesToThatTable() =>
        bench.Judge(
            Table("roasts"),
            new CreateIndexOperation { Table = "roasts", Name = "i", Columns = ["name"], IsUnique = true },
            new CreateIndexOperation { Table = "beans", Name = "j", Columns = ["name"], IsUnique = true }).Breaking.ShouldBe(["beans.name must be unique"]);

    [Theory]
    [InlineData("ALTER TABLE beans ADD note text", OperationClass.Expand)]
    [InlineData("UPDATE beans SET note = '' WHERE id = 1", OperationClass.Data)]
    [InlineData("ALTER TABLE beans DROP note", OperationClass.Contract)]
    [InlineData("CALL tidy()", OperationClass.Unknown)]
    public void Class_IsTheWorstOfItsStatements(string sql, OperationClass expected) => bench.Judge($"SELECT 1\n{sql}").Class.ShouldBe(expected);

    [Fact]
    public void Rewrite_NamesWhatIsThereAndCanBePasted() =>
        bench.Judge(new CreateIndexOperation { Table = "Beans", Name = "ix_beans", Columns = ["Origin", "year"] }).Findings.Single().Rewrite.ShouldBe(
            "migrationBuilder.Sql(\"\"\"CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_beans ON \"Beans\" (\"Origin\", year)\"\"\", suppressTransaction: true); // or .IsCreatedConcurrently()");

    [Fact]
    public void Override_InAComment_AllowsTheStatementBelowItAndNoOther()
    {
        var judged = bench.Judge(new SqlOperation { Sql = "-- frostline: allow drop-column because nobody ever read it\nALTER TABLE beans DROP a;\nALTER TABLE beans DROP b;" });

        judged.Statements[0].Findings.Single().Allowed.ShouldBe("nobody ever read it");
        judged.Statements[0].Class.ShouldBe(OperationClass.Expand);
        judged.Breaking.ShouldBe(["column beans.b is gone"]);
    }

    [Fact]
    public void Override_OfTheWholeMigration_AllowsTheRuleEverywhere() =>
        bench.Judge([new("drop-column", "the feature was never released")], [new DropColumnOperation { Table = "beans", Name = "origin" }]).Breaking.ShouldBeEmpty();

    [Fact]
    public void Override_OnAClass_IsFoundByName() =>
        Override.On(typeof(Allowing), "1_Allowing").ShouldBe([new Override("drop-table", "it was never filled")]);

    [Theory]
    [InlineData("-- frostline: allow drop-column", "1_Sample: it allows drop-column without a reason. Say why: -- frostline: allow drop-column because …")]
    [InlineData("/* frostline: allow drop-column because */", "1_Sample: it allows drop-column without a reason. Say why: -- frostline: allow drop-column because …")]
    [InlineData("-- frostline: allow drop-colum because so", "1_Sample: it allows 'drop-colum', which is no rule. Did you mean 'drop-column'?")]
    public void Override_WithoutReasonOrRule_IsRefused(string comment, string message) =>
        Should.Throw<MigrationException>(() => bench.Judge($"{comment.Replace("-- ", "/* ", StringComparison.Ordinal)}{(comment.StartsWith("--", StringComparison.Ordinal) ? " */" : "")} ALTER TABLE beans DROP a")).Message.ShouldBe(message);

    [Fact]
    public void Override_OfWhatIsNotMet_IsTold() =>
        bench.Judge("/* frostline: allow drop-column because x */ SELECT 1").Findings.Single().Fact.ShouldBe("drop-column is allowed where it is not met");

    private static CreateTableOperation Table(string name) => new()
    {
        Name = name, Columns = { new AddColumnOperation { Table = name, Name = "name", ClrType = typeof(string), ColumnType = "text" } },
    };

    private static AlterColumnOperation Altered(string before, string after, bool isNullable, bool wasNullable) => new()
    {
        Table = "beans", Name = "origin", ClrType = typeof(string), ColumnType = after, IsNullable = isNullable,
        OldColumn = new AddColumnOperation { Table = "beans", Name = "origin", ClrType = typeof(string), ColumnType = before, IsNullable = wasNullable },
    };

    private static AddColumnOperation Added(bool isNullable, string? value) =>
        new() { Table = "beans", Name = "origin", ClrType = typeof(string), ColumnType = "text", IsNullable = isNullable, DefaultValue = value };

    [AllowHazard("drop-table", "it was never filled")]
    private sealed class Allowing;

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    private sealed class AllowHazardAttribute(string rule, string because) : Attribute
    {
        public string Rule { get; } = rule;

        public string Because { get; } = because;
    }
}

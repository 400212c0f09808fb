using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Migrations.Tests;

public sealed class ExpansionTests
{
    public static TheoryData<MigrationOperation, string?> Operations() => new()
    {
        { new DropTableOperation { Name = "beans" }, "table beans is gone" },
        { new DropColumnOperation { Table = "beans", Name = "origin" }, "column beans.origin is gone" },
        { new RenameTableOperation { Name = "beans", NewName = "roasts" }, "table beans is called roasts" },
        { new RenameColumnOperation { Table = "beans", Name = "origin", NewName = "country" }, "column beans.origin is called country" },
        { Altered("text", "integer", isNullable: true, wasNullable: true), "column beans.origin is of another type" },
        { Altered("text", "text", isNullable: false, wasNullable: true), "column beans.origin takes no null any more" },
        { Altered("text", "text", isNullable: true, wasNullable: false), null },
        { Added(isNullable: false, value: null), "column beans.origin must be given and has no default" },
        { Added(isNullable: false, value: ""), null },
        { Added(isNullable: true, value: null), null },
        { new CreateIndexOperation { Table = "beans", Name = "i", Columns = ["origin", "year"], IsUnique = true }, "beans.origin, year must be unique" },
        { new CreateIndexOperation { Table = "beans", Name = "i", Columns = ["origin"] }, null },
        { new AddUniqueConstraintOperation { Table = "beans", Name = "u", Columns = ["origin"] }, "beans.origin must be unique" },
        { new AddCheckConstraintOperation { Table = "beans", Name = "dark", Sql = "true" }, "table beans has the new check dark" },
        { new DropSchemaOperation { Name = "old" }, "schema old is gone" },
        { new SqlOperation { Sql = "ALTER TABLE beans\nDROP origin" }, "a statement changes more than data: ALTER TABLE beans DROP origin" },
        { new SqlOperation { Sql = "UPDATE beans SET origin = ''" }, null },
        { new CreateTableOperation { Name = "roasts" }, null },
    };

    [Theory, MemberData(nameof(Operations))]
    public void Gone_OfAnOperation_IsWhatEarlierReleasesWouldMiss(MigrationOperation operation, string? expected) => Expansion.Gone(operation).ShouldBe(expected);

    [Fact]
    public void Breaking_OfAMigrationThatMakesATable_IsNothingThatItDoesToThatTable() =>
        Expansion.Breaking([
            new CreateTableOperation { Name = "roasts" },
            new CreateIndexOperation { Table = "roasts", Name = "i", Columns = ["name"], IsUnique = true },
            new CreateIndexOperation { Table = "beans", Name = "j", Columns = ["name"], IsUnique = true },
        ]).ShouldBe(["beans.name must be unique"]);

    private static AlterColumnOperation Altered(string before, string after, bool isNullable, bool wasNullable) => new()
    {
        Table = "beans", Name = "origin", ClrType = typeof(string), ColumnType = after, IsNullable = isNullable,
        OldColumn = new AddColumnOperation { Table = "beans", Name = "origin", ClrType = typeof(string), ColumnType = before, IsNullable = wasNullable },
    };

    private static AddColumnOperation Added(bool isNullable, string? value) =>
        new() { Table = "beans", Name = "origin", ClrType = typeof(string), IsNullable = isNullable, DefaultValue = value };
}

using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Frostline.Migrations;

/// <summary>Whether an operation leaves everything in place that releases before it use. Pure.</summary>
internal static partial class Expansion
{
    /// <summary>What of a migration breaks the releases before it. What is done to a table that it makes itself takes nothing from anybody.</summary>
    public static IReadOnlyList<string> Breaking(IReadOnlyList<MigrationOperation> operations)
    {
        var made = operations.OfType<CreateTableOperation>().Select(table => table.Name).ToHashSet();
        return [.. operations.Where(operation => operation is not ITableMigrationOperation { Table: { } table } || !made.Contains(table)).Select(Gone).OfType<string>()];
    }

    /// <returns>What is gone or changed, or null.</returns>
    public static string? Gone(MigrationOperation operation) => operation switch
    {
        DropTableOperation drop => $"table {drop.Name} is gone",
        DropColumnOperation drop => $"column {drop.Table}.{drop.Name} is gone",
        RenameTableOperation rename => $"table {rename.Name} is called {rename.NewName}",
        RenameColumnOperation rename => $"column {rename.Table}.{rename.Name} is called {rename.NewName}",
        AlterColumnOperation alter when alter.ColumnType != alter.OldColumn.ColumnType => $"column {alter.Table}.{alter.Name} is of another type",
        AlterColumnOperation { IsNullable: false, OldColumn.IsNullable: true } alter => $"column {alter.Table}.{alter.Name} takes no null any more",
        AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null, ComputedColumnSql: null } add => $"column {add.Table}.{add.Name} must be given and has no default",
        CreateIndexOperation { IsUnique: true } index => $"{index.Table}.{string.Join(", ", index.Columns)} must be unique",
        AddUniqueConstraintOperation unique => $"{unique.Table}.{string.Join(", ", unique.Columns)} must be unique",
        AddCheckConstraintOperation check => $"table {check.Table} has the new check {check.Name}",
        DropSchemaOperation drop => $"schema {drop.Name} is gone",
        SqlOperation sql when Takes().IsMatch(sql.Sql) => $"a statement changes more than data: {sql.Sql.ReplaceLineEndings(" ").Trim()}",
        _ => null,
    };

    [GeneratedRegex(@"\b(DROP|ALTER|RENAME|TRUNCATE|DELETE)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Takes();
}

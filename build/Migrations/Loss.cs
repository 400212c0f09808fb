using System.Globalization;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>What an operation would lose of what is in the database now. What cannot be proven to lose nothing is said to lose something.</summary>
/// <param name="connection">In a transaction.</param>
internal sealed class Loss(NpgsqlConnection connection)
{
    /// <returns>What would be lost, or null when it is proven that nothing would.</returns>
    public async Task<LostValues?> OfAsync(MigrationOperation operation, CancellationToken cancellation) => operation switch
    {
        DropTableOperation or DropColumnOperation or AlterColumnOperation => await ValuesAsync(operation, cancellation),
        AddColumnOperation or CreateTableOperation or CreateIndexOperation or DropIndexOperation or RenameIndexOperation or RenameColumnOperation or RenameTableOperation
            or AddForeignKeyOperation or DropForeignKeyOperation or AddCheckConstraintOperation or DropCheckConstraintOperation
            or AddUniqueConstraintOperation or DropUniqueConstraintOperation => null,
        _ => Untold(operation),
    };

    /// <returns>The table and column that it takes values from, no column for all of them; null when it is none that does.</returns>
    public static (string Table, string Column)? Concerned(MigrationOperation operation) => operation switch
    {
        DropTableOperation drop => (Table(drop.Schema, drop.Name), ""),
        DropColumnOperation drop => (Table(drop.Schema, drop.Table), drop.Name),
        AlterColumnOperation alter => (Table(alter.Schema, alter.Table), alter.Name),
        _ => null,
    };

    /// <summary>Whether the database has a table, and a column of it when one is named.</summary>
    public async Task<bool> ExistsAsync(string table, string column, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND ($2 = '' OR attname = $2))", connection)
        {
            Parameters = { new() { Value = table }, new() { Value = column } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<LostValues?> ValuesAsync(MigrationOperation operation, CancellationToken cancellation)
    {
        var (table, column) = Concerned(operation)!.Value;
        if (!await ExistsAsync(table, column, cancellation))
            return Untold(operation);
        var rows = await CountAsync($"SELECT count({(column.Length == 0 ? "*" : Quoted(column))}) FROM {table}", cancellation);
        if (rows == 0)
            return null;
        var told = string.Create(CultureInfo.InvariantCulture, $"{Named(operation)} has {(rows == 1 ? "a value" : $"{rows} values")}");
        return new(told, await new ColumnSums(connection).ReadAsync(table, column, rows, cancellation));
    }

    /// <summary>Also what an operation before it is to bring: a column by another name.</summary>
    private static LostValues Untold(MigrationOperation operation) =>
        new($"what {operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal)} would lose cannot be told", new Dictionary<string, string>());

    private static string Named(MigrationOperation operation) => operation switch
    {
        DropColumnOperation drop => $"column {drop.Table}.{drop.Name}",
        AlterColumnOperation alter => $"column {alter.Table}.{alter.Name}, which is altered and may lose some,",
        _ => $"table {((DropTableOperation)operation).Name}",
    };

    private async Task<long> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public static string Table(string? schema, string name) => schema is null ? Quoted(name) : $"{Quoted(schema)}.{Quoted(name)}";

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

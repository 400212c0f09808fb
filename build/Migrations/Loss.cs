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
        DropTableOperation drop => await ValuesAsync(Table(drop.Schema, drop.Name), column: null, $"table {drop.Name}", cancellation),
        DropColumnOperation drop => await ValuesAsync(Table(drop.Schema, drop.Table), drop.Name, $"column {drop.Table}.{drop.Name}", cancellation),
        AddColumnOperation or CreateTableOperation or CreateIndexOperation or DropIndexOperation or RenameIndexOperation or RenameColumnOperation or RenameTableOperation
            or AddForeignKeyOperation or DropForeignKeyOperation or AddCheckConstraintOperation or DropCheckConstraintOperation
            or AddUniqueConstraintOperation or DropUniqueConstraintOperation => null,
        _ => new($"what {operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal)} would lose cannot be told", new Dictionary<string, string>()),
    };

    private async Task<LostValues?> ValuesAsync(string table, string? column, string of, CancellationToken cancellation)
    {
        var rows = await CountAsync($"SELECT count({(column is null ? "*" : Quoted(column))}) FROM {table}", cancellation);
        return rows == 0 ? null : new(
            string.Create(CultureInfo.InvariantCulture, $"{of} has {(rows == 1 ? "a value" : $"{rows} values")}"), await new ColumnSums(connection).ReadAsync(table, column, rows, cancellation));
    }

    private async Task<long> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public static string Table(string? schema, string name) => schema is null ? Quoted(name) : $"{Quoted(schema)}.{Quoted(name)}";

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

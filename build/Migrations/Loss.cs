using System.Globalization;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>What an operation would lose of what is in the database now. What cannot be proven to lose nothing is said to lose something.</summary>
internal sealed class Loss(NpgsqlConnection connection)
{
    /// <returns>What would be lost, or null when it is proven that nothing would.</returns>
    public async Task<string?> OfAsync(MigrationOperation operation, CancellationToken cancellation) => operation switch
    {
        DropTableOperation drop => Told(await CountAsync($"SELECT count(*) FROM {Table(drop.Schema, drop.Name)}", cancellation), $"table {drop.Name}"),
        DropColumnOperation drop => Told(
            await CountAsync($"SELECT count({Quoted(drop.Name)}) FROM {Table(drop.Schema, drop.Table)}", cancellation), $"column {drop.Table}.{drop.Name}"),
        AddColumnOperation or CreateTableOperation or CreateIndexOperation or DropIndexOperation or RenameIndexOperation or RenameColumnOperation or RenameTableOperation
            or AddForeignKeyOperation or DropForeignKeyOperation or AddCheckConstraintOperation or DropCheckConstraintOperation
            or AddUniqueConstraintOperation or DropUniqueConstraintOperation => null,
        _ => $"what {operation.GetType().Name.Replace("Operation", "", StringComparison.Ordinal)} would lose cannot be told",
    };

    private static string? Told(long rows, string of) =>
        rows == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{of} has {(rows == 1 ? "a value" : $"{rows} values")}");

    private async Task<long> CountAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public static string Table(string? schema, string name) => schema is null ? Quoted(name) : $"{Quoted(schema)}.{Quoted(name)}";

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>Judges once more what a way back would lose, in the transaction that would lose it: values may have come or changed since it was judged first.</summary>
internal sealed class LossGuard(WorkSession session, Migration migration, IReadOnlyList<LostValues> accepted)
{
    /// <exception cref="MigrationException">Something would be lost that nobody accepted.</exception>
    public async Task RunAsync(string id, CancellationToken cancellation)
    {
        foreach (var operation in migration.DownOperations)
        {
            if (Dropped(operation) is not var (table, column) || !await ExistsAsync(table, column, cancellation))
                continue;
            await session.RunAsync($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", cancellation);
            if ((await new Loss(session.Connection).OfAsync(operation, cancellation))?.Beyond(accepted) is { } lost)
                throw new MigrationException($"Taking {id} back would lose something: {lost}. It came while that was under way; nothing was lost. Run again when nobody writes to it.");
        }
    }

    private static (string Table, string Column)? Dropped(MigrationOperation operation) => operation switch
    {
        DropTableOperation drop => (Loss.Table(drop.Schema, drop.Name), ""),
        DropColumnOperation drop => (Loss.Table(drop.Schema, drop.Table), drop.Name),
        _ => null,
    };

    private async Task<bool> ExistsAsync(string table, string column, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND ($2 = '' OR attname = $2))", session.Connection)
        {
            Parameters = { new() { Value = table }, new() { Value = column } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}

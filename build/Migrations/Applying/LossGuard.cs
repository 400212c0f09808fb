using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations.Applying;

/// <summary>Judges once more what a way back would lose, in the transaction that would lose it: values may have come or changed since it was judged first.</summary>
internal sealed class LossGuard(WorkSession session, Migration migration, IReadOnlyList<LostValues> accepted)
{
    /// <exception cref="MigrationException">Something would be lost that nobody accepted.</exception>
    public async Task RunAsync(string id, CancellationToken cancellation)
    {
        var loss = new Loss(session.Connection);
        foreach (var operation in migration.DownOperations)
        {
            if (Loss.Concerned(operation) is not var (table, column) || !await loss.ExistsAsync(table, column, cancellation))
                continue;
            await session.RunAsync($"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE", cancellation);
            if ((await loss.OfAsync(operation, cancellation))?.Beyond(accepted) is { } lost)
                throw new MigrationException($"Taking {id} back would lose something: {lost}. It came while that was under way; nothing was lost. Run again when nobody writes to it.");
        }
    }
}

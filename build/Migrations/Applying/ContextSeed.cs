using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Frostline.Migrations.Applying;

/// <summary>What a context seeds when it was migrated, where its <c>OnConfiguring</c> says so: what a service says at its start is not known here.</summary>
internal sealed class ContextSeed(DbContext context)
{
    private readonly CoreOptionsExtension? options = context.GetService<IDbContextOptions>().FindExtension<CoreOptionsExtension>();

    public bool IsThere => options is { AsyncSeeder: not null } or { Seeder: not null };

    /// <exception cref="MigrationException">It failed; nothing of it stays.</exception>
    public async Task RunAsync(WorkSession session, bool changed, CancellationToken cancellation)
    {
        try
        {
            await session.InTransactionAsync("seeding", () => RunAsync(session.Transaction!, changed, cancellation), cancellation);
        }
        catch (NpgsqlException broken) when (broken is not PostgresException)
        {
            throw new MigrationException($"{context.GetType().Name}: the connection broke while it was seeded ({broken.Message}). The migrations are applied; run again.", broken);
        }
        catch (Exception failure) when (failure is not (MigrationException or OperationCanceledException))
        {
            throw new MigrationException($"{context.GetType().Name}: its seeding failed: {failure.Message.TrimEnd('.')}. The migrations are applied, nothing of the seed is. Correct UseSeeding, then run again.", failure);
        }
    }

    private async Task RunAsync(NpgsqlTransaction transaction, bool changed, CancellationToken cancellation)
    {
        await context.Database.UseTransactionAsync(transaction, cancellation);
        context.ChangeTracker.Clear();
        try
        {
            if (options!.AsyncSeeder is { } seed)
                await seed(context, changed, cancellation);
            else
                options.Seeder!(context, changed);
        }
        catch (DbUpdateException refused) when (refused.InnerException is PostgresException reason)
        {
            // As the statements of migrations tell it: what met a limit is tried again.
            ExceptionDispatchInfo.Throw(reason);
        }
        finally
        {
            await context.Database.UseTransactionAsync(null, CancellationToken.None);
        }
    }
}

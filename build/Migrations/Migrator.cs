using System.Globalization;
using Frostline.Delivery.Settings;
using Frostline.Migrations.Applying;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Frostline.Migrations;

/// <summary>Applies EF Core migrations of a built assembly to a PostgreSQL database, one migration of a database at a time.</summary>
public sealed class Migrator(TimeProvider time)
{
    /// <summary>Called between any two things that are done, with what was done.</summary>
    internal Action<string> Boundary { get; init; } = _ => { };

    /// <summary>Applies what is pending, in order, each in its own transaction, under the database's migration lock.</summary>
    /// <param name="source">The migrations.</param>
    /// <param name="connectionString">The database; its user must own the schema.</param>
    /// <param name="options">Target and timeouts.</param>
    /// <param name="progress">Called with a line when waiting for the lock and after each migration.</param>
    /// <param name="cancellationToken">Stops; the running migration is rolled back, those before it stay.</param>
    /// <exception cref="DatabaseLockedException">Another migration did not end in time.</exception>
    /// <exception cref="MigrationFailedException">A statement failed.</exception>
    /// <exception cref="LockBudgetException">A lock was not to be had, or the application would have been stopped for too long.</exception>
    /// <exception cref="MigrationException">Assembly, database, target or history do not fit.</exception>
    public async Task<MigrationOutcome> ApplyAsync(
        MigrationSource source, Secret connectionString, MigrationOptions options, Action<string> progress, CancellationToken cancellationToken)
    {
        var order = new ApplyOrder(source, connectionString, options, progress) { Boundary = Boundary };
        await using var applier = await Applier.OpenAsync(order, time, cancellationToken);
        EnsureModelIsMigrated(applier.Context, source);
        var history = await HistoryAsync(applier.Context, source, cancellationToken);
        var pending = history.Pending(options.Target);
        await applier.PrepareAsync(down: false, cancellationToken);
        var applied = new List<AppliedMigration>();
        try
        {
            foreach (var migration in pending)
                applied.Add(await ApplyAsync(applier, migration, progress, cancellationToken));
            // What seeds is written for the newest schema; what only takes away it does not miss.
            if (!pending.Concat(history.Applied).Concat(options.Waiting).ToHashSet().IsProperSubsetOf(history.Known))
                await applier.SeedAsync(applied.Count > 0, cancellationToken);
            return Outcome();
        }
        catch (MigrationException failure)
        {
            failure.Outcome = Outcome();
            throw;
        }

        MigrationOutcome Outcome() =>
            new(applied, applied.LastOrDefault()?.Name ?? history.Head, history.Applied.Count, applier.Database) { Impact = applier.Impact };
    }

    /// <summary>The newest migration of an assembly; needs no database.</summary>
    /// <exception cref="MigrationException">No assembly, no context or no migrations.</exception>
    public static Task<string> HeadAsync(MigrationSource source, CancellationToken cancellationToken) => Task.Run(() =>
    {
        using var assembly = new MigrationAssembly(source);
        using var context = assembly.CreateContext(connection: null);
        return Known(context, source)[^1];
    }, cancellationToken);

    /// <summary>All migrations of an assembly, oldest first; needs no database.</summary>
    /// <exception cref="MigrationException">No assembly, no context or no migrations.</exception>
    public static Task<IReadOnlyList<string>> KnownAsync(MigrationSource source, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<string>>(() =>
    {
        using var assembly = new MigrationAssembly(source);
        using var context = assembly.CreateContext(connection: null);
        return Known(context, source);
    }, cancellationToken);

    private async Task<AppliedMigration> ApplyAsync(Applier applier, string migration, Action<string> progress, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        await applier.RunAsync(MigrationScript.UpOf(applier.Context, migration), cancellationToken);
        var seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 3);
        progress(string.Create(CultureInfo.InvariantCulture, $"applied {migration} in {seconds:0.00} s"));
        return new(migration, seconds);
    }

    internal static async Task<MigrationHistory> HistoryAsync(DbContext context, MigrationSource source, CancellationToken cancellationToken) =>
        new(Known(context, source), [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)]);

    private static List<string> Known(DbContext context, MigrationSource source) =>
        context.Database.GetMigrations().ToList() is { Count: > 0 } known
            ? known
            : throw new MigrationException($"{source.AssemblyPath}: {context.GetType().Name} has no migrations. Add one with 'dotnet ef migrations add'.");

    internal static void EnsureModelIsMigrated(DbContext context, MigrationSource source)
    {
        if (context.Database.HasPendingModelChanges())
        {
            throw new MigrationException(
                $"{source.AssemblyPath}: the model of {context.GetType().Name} has changes that no migration makes. Add one with 'dotnet ef migrations add'.");
        }
    }
}

using Frostline.Delivery.Settings;
using Frostline.Migrations.Applying;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Frostline.Migrations;

/// <summary>Takes migrations back, and only where that is proven to lose nothing.</summary>
public sealed class SchemaReturner(TimeProvider time)
{
    /// <summary>Called between any two things that are done, with what was done.</summary>
    internal Action<string> Boundary { get; init; } = _ => { };

    /// <summary>Whether it goes back whatever that loses; default false. For a copy that nobody needs.</summary>
    public bool DespiteLoss { get; init; }

    /// <summary>What may be lost, in numbers and in values; default nothing. For who has a backup of it that was proven by restoring it, and judged the copy: what came or changed since is in none.</summary>
    public IReadOnlyList<LostValues> Accepted { get; init; } = [];

    /// <summary>Limits to what it may wait and stop; the target is another one.</summary>
    public MigrationOptions Options { get; init; } = new();

    /// <summary>Whether going to a target means going back.</summary>
    /// <param name="source">The migrations.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="target">Id or name of a migration.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The target's id when the database has it and later ones; else null.</returns>
    /// <exception cref="MigrationException">Assembly and database do not fit, or the target is unknown.</exception>
    public static async Task<string?> BehindAsync(MigrationSource source, Secret connectionString, string target, CancellationToken cancellationToken)
    {
        var address = new DatabaseAddress(connectionString, new MigrationOptions());
        using var assembly = new MigrationAssembly(source);
        await using var connection = await address.OpenAsync(cancellationToken);
        await using var context = assembly.CreateContext(connection);
        return new MigrationHistory([.. context.Database.GetMigrations()], [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)]).Behind(target);
    }

    /// <summary>Says what the way back to a migration would mean; changes and locks nothing.</summary>
    /// <param name="source">The migrations, the ones to be taken back among them.</param>
    /// <param name="connectionString">The database.</param>
    /// <param name="target">Id of the migration that is to be the newest one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MigrationException">Assembly, database and target do not fit.</exception>
    public static async Task<SchemaReturn> JudgeAsync(MigrationSource source, Secret connectionString, string target, CancellationToken cancellationToken)
    {
        var address = new DatabaseAddress(connectionString, new MigrationOptions());
        using var assembly = new MigrationAssembly(source);
        await using var connection = await address.OpenAsync(cancellationToken);
        await using var context = assembly.CreateContext(connection);
        try
        {
            return await JudgeAsync(context, connection, target, address.ToString(), cancellationToken);
        }
        catch (NpgsqlException unanswered)
        {
            throw new MigrationException($"{address}: {unanswered.Message}", unanswered);
        }
    }

    /// <summary>Takes every migration after the target back, the newest first, each in its own transaction, under the database's migration lock.</summary>
    /// <param name="source">The migrations, the ones to be taken back among them.</param>
    /// <param name="connectionString">The database; its user must own the schema.</param>
    /// <param name="target">Id of the migration that is to be the newest one.</param>
    /// <param name="progress">Called with a line when waiting for the lock and when it is done.</param>
    /// <param name="cancellationToken">Stops; the running migration is rolled back.</param>
    /// <returns>What was judged under the lock, and what was done.</returns>
    /// <exception cref="MigrationException">Something would be lost, or assembly, database and target do not fit; tells what was done before.</exception>
    public async Task<SchemaReturn> ReturnAsync(
        MigrationSource source, Secret connectionString, string target, Action<string> progress, CancellationToken cancellationToken)
    {
        var order = new ApplyOrder(source, connectionString, Options, progress) { Boundary = Boundary, DespiteLoss = DespiteLoss, Accepted = Accepted };
        await using var applier = await Applier.OpenAsync(order, time, cancellationToken);
        var judged = await JudgeAsync(applier.Context, applier.Connection, target, applier.Database, cancellationToken);
        if (!DespiteLoss && judged.Losses.Select(loss => loss.Beyond(Accepted)).OfType<string>().ToList() is { Count: > 0 } lost)
            throw new MigrationException($"Going back to {target} would lose something: {string.Join("; ", lost)}. Nothing was changed.");
        await applier.PrepareAsync(down: true, cancellationToken);
        var applied = (await applier.Context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var returned = new List<AppliedMigration>();
        try
        {
            foreach (var step in judged.Steps)
                returned.Add(await ReturnAsync(applier, step.Name, cancellationToken));
        }
        catch (MigrationException failure)
        {
            failure.Outcome = Outcome();
            throw;
        }

        progress($"{applier.Database} is back at {target}");
        return judged with { Outcome = Outcome() };

        MigrationOutcome Outcome() =>
            new([], applied[^(returned.Count + 1)], applied.Count, applier.Database) { Returned = returned, Impact = applier.Impact };
    }

    private async Task<AppliedMigration> ReturnAsync(Applier applier, string migration, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        await applier.RunAsync(MigrationScript.DownOf(applier.Context, migration), cancellationToken);
        return new(migration, Math.Round(time.GetElapsedTime(start).TotalSeconds, 3));
    }

    private static async Task<SchemaReturn> JudgeAsync(
        DbContext context, NpgsqlConnection connection, string target, string database, CancellationToken cancellationToken)
    {
        var known = context.GetService<IMigrationsAssembly>();
        var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var expansion = new Expansion(context);
        if (!applied.Contains(target) && IsLeft(target, applied, [.. known.Migrations.Keys], expansion))
            return new([], database);
        if (!applied.Contains(target))
            throw new MigrationException($"{database} does not have {target}, which the older release needs. It was migrated by something else, or restored from before.");
        var later = applied.SkipWhile(id => id != target).Skip(1).Reverse().ToList();
        if (later.Except(known.Migrations.Keys).ToList() is { Count: > 0 } unknown)
            throw new MigrationException($"{database} has migrations that this checkout does not know: {string.Join(", ", unknown)}. Check the newer release out and compile it, so that they can be judged.");
        var half = (await new JournalTable(connection).ReadAsync(cancellationToken)).Where(row => row is { Down: true, IsHalf: true }).Select(row => row.Migration).ToHashSet();
        var steps = new List<MigrationReturn>();
        await using var reading = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var id in later)
        {
            var migration = MigrationScript.Create(context, id);
            // What is half taken back was judged before its first statement, and cannot be any more.
            steps.Add(half.Contains(id) ? new(id, expansion.Breaking(id), []) : await JudgeAsync(migration, id, expansion.Breaking(id), new Loss(connection), cancellationToken));
        }

        return new(steps, database);
    }

    /// <summary>Whether the database lies before the target only by what takes away, which the target's release left for later.</summary>
    private static bool IsLeft(string target, List<string> applied, string[] known, Expansion expansion) =>
        known.Contains(target) && applied.All(id => string.CompareOrdinal(id, target) < 0)
        && known.Where(id => string.CompareOrdinal(id, target) <= 0).Except(applied).All(id => expansion.Breaking(id).Count > 0);

    private static async Task<MigrationReturn> JudgeAsync(Migration migration, string id, IReadOnlyList<string> gone, Loss loss, CancellationToken cancellationToken)
    {
        var losses = new List<LostValues>();
        foreach (var operation in migration.DownOperations)
        {
            if (await loss.OfAsync(operation, cancellationToken) is { } lost)
                losses.Add(lost);
        }

        return new(id, gone, losses);
    }
}

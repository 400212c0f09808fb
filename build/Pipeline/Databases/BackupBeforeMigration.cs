using Frostline.Backups;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Migrations.Linting;
using Frostline.Pipeline.Rehearsals;

namespace Frostline.Pipeline.Databases;

/// <summary>A verified backup before the schema changes, where the environment asks for it, and the migration rehearsed on the copy that verified it.</summary>
internal sealed class BackupBeforeMigration(BuildContext context)
{
    /// <summary>What the rehearsal found; null when there was none.</summary>
    public RehearsalOutcome? Rehearsed { get; private set; }

    /// <summary>Takes it, unless there is nothing to migrate, nothing to lose yet, or the environment does without; what takes away never goes without.</summary>
    /// <param name="plan">What is about to be applied.</param>
    /// <param name="connection">The database.</param>
    /// <param name="next">The release that needs the new schema.</param>
    /// <returns>Null when none was taken.</returns>
    /// <exception cref="BackupException">It could not be taken or proven: then nothing may be migrated.</exception>
    /// <exception cref="RefusedException">The rehearsal failed.</exception>
    public async Task<BackupManifest?> TakeAsync(MigrationPlan plan, Secret connection, Func<Task<ReleaseManifest>> next)
    {
        if (!IsDue(plan, context.Target))
            return null;
        var serving = (await Ledger.ReadAsync(context.Ledger(await context.PlatformAsync()), context.Target.Name, context.Cancellation)).Current?.ToManifest();
        var backups = await new BackupAccess(context).OpenAsync();
        return await backups.TakeAsync(connection, (_, copy) => RehearseAsync(serving, next, plan, copy), context.Print, context.Cancellation);
    }

    /// <summary>Whether there is something to lose, and the environment asks for it or the migration takes away.</summary>
    internal static bool IsDue(MigrationPlan plan, EnvironmentSettings environment) =>
        plan.Pending.Count > 0 && plan.AlreadyApplied > 0 && ((environment.BackupBeforeMigration ?? environment.Approval) || plan.Pending.Any(TakesAway));

    /// <summary>An override says that nobody misses it, not that nobody ever will.</summary>
    private static bool TakesAway(PlannedMigration migration) =>
        migration.Class >= OperationClass.Contract || migration.Operations.Any(operation => operation.Findings.Any(finding => finding.Class >= OperationClass.Contract));

    private async Task RehearseAsync(ReleaseManifest? serving, Func<Task<ReleaseManifest>> next, MigrationPlan plan, Secret copy)
    {
        if (serving is null)
        {
            context.Print($"rehearsal: {context.Target.Name} serves no release yet, so none can break.");
            return;
        }

        var outcome = await new Rehearsal(context, serving, await next(), plan).RunAsync(copy);
        Rehearsed = outcome;
        var failed = outcome.Steps.FirstOrDefault(step => step.Verdict == Verdict.Fail);
        if (failed is not null)
            throw new RefusedException($"{context.Target.Name}: the rehearsal on a copy failed: {failed.What}: {failed.Why}. Nothing was migrated. Part the change in two releases, the first of which only adds.");
    }
}

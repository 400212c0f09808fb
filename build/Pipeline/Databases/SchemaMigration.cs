using System.Globalization;
using Frostline.Backups;
using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Rehearsals;

namespace Frostline.Pipeline.Databases;

/// <summary>The environment's database brought to a later schema: a backup where one is due, the migrations, and the record of what they did.</summary>
/// <param name="context">Of the run.</param>
/// <param name="release">The release that needs the schema; asked for only where its services are tried on a copy.</param>
internal sealed class SchemaMigration(BuildContext context, Func<Task<ReleaseManifest>> release)
{
    /// <param name="connection">The database.</param>
    /// <param name="target">Last migration to apply; null for the newest.</param>
    public async Task RunAsync(Secret connection, string? target)
    {
        var options = MigrationLimits.Of(context.Target, target);
        var source = new MigrationSource(context.MigrationsAssembly);
        var before = new BackupBeforeMigration(context);
        BackupManifest? backup = null;
        try
        {
            var (plan, granted) = await new SchemaReview(context, connection, options).ConsentAsync();
            backup = await before.TakeAsync(plan, connection, release);
            var outcome = await new Migrator(TimeProvider.System).ApplyAsync(source, connection, granted, context.Print, context.Cancellation);
            await WriteAsync(MigrationRecord.Of(backup, outcome, failure: null), before.Rehearsed);
            Tell(outcome);
        }
        catch (DeliveryException failure)
        {
            await WriteAsync(MigrationRecord.Of(backup, (failure as MigrationException)?.Outcome, failure), before.Rehearsed);
            throw;
        }

        await SeedData.ApplyAsync(context, connection);
    }

    private void Tell(MigrationOutcome outcome)
    {
        var impact = outcome.Impact;
        if (impact.Looks > 0)
            context.Print(string.Create(CultureInfo.InvariantCulture,
                $"stopped the application for {impact.LongestBlock.TotalMilliseconds:0} ms at the longest; {impact.Retries} retries, {impact.Cancellations} cancellations; {impact.Looks} looks at {impact.Tables.Count} tables"));
        foreach (var failure in impact.Failures)
            context.Print($"failed meanwhile: {failure}");
        context.Print($"{outcome.Database} is at {outcome.Head}");
    }

    private Task WriteAsync(MigrationRecord record, RehearsalOutcome? rehearsed) =>
        (record with { Environment = context.Target.Name, Rehearsal = rehearsed }).WriteAsync(context.Paths.Migrations(context.Target.Name));
}

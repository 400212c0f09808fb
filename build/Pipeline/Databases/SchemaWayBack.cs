using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Migrations;

namespace Frostline.Pipeline.Databases;

/// <summary>The environment's database brought back to an earlier schema: where that loses nothing, or what it loses is in a proven backup.</summary>
internal sealed class SchemaWayBack(BuildContext context)
{
    /// <param name="connection">The database.</param>
    /// <param name="target">Id of the migration that is to be the newest one.</param>
    /// <exception cref="RefusedException">Something would be lost, and nobody said that it may.</exception>
    public async Task RunAsync(Secret connection, string target)
    {
        await EnsureUnusedAsync(target);
        var source = new MigrationSource(context.MigrationsAssembly);
        var judged = await SchemaReturner.JudgeAsync(source, connection, target, context.Cancellation);
        if (judged.Losses.Count > 0 && !context.Options.Force)
            throw new RefusedException(Refusal(target, judged));
        if (judged.Losses.Count > 0)
            await (await new BackupAccess(context).OpenAsync()).TakeAsync(connection, context.Print, context.Cancellation);
        await new SchemaReturner(TimeProvider.System) { DespiteLoss = judged.Losses.Count > 0 }.ReturnAsync(source, connection, target, context.Print, context.Cancellation);
    }

    /// <summary>The release that serves needs its schema until another one serves.</summary>
    private async Task EnsureUnusedAsync(string target)
    {
        var serving = (await Ledger.ReadAsync(context.Ledger(await context.PlatformAsync()), context.Target.Name, context.Cancellation)).Current;
        if (serving?.MigrationHead is { } needed && string.CompareOrdinal(needed, target) > 0 && !context.Options.Force)
            throw new RefusedException(
                $"{context.Target.Name}: {serving.Version} serves and needs the schema up to {needed}. Go back with the traffic first: ./build.sh --target=Rollback --database --environment={context.Target.Name}; or pass --force.");
    }

    internal static string Refusal(string target, SchemaReturn judged) =>
        $"{judged.Database}: going back to {target} would lose something: {string.Join("; ", judged.Losses)}. Nothing was changed. "
        + "Leave the schema as it is, since earlier releases run with what was only added; or pass --force to go back once a backup is taken and proven. "
        + "A restore of an earlier backup would lose all that was written since.";
}

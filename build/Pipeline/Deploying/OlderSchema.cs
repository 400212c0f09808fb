using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Deploying;

/// <summary>Whether the database fits an older release, and the way back for the database itself.</summary>
internal sealed class OlderSchema(BuildContext context)
{
    private string? head;

    /// <summary>Asked before traffic moves.</summary>
    /// <exception cref="DeliveryException">The older release needs what is gone, or what <c>--database</c> asks for would lose something.</exception>
    public async Task ConsentAsync(LedgerEntry current, LedgerEntry older, CancellationToken cancellation)
    {
        if (context.Settings.Database is null || older.MigrationHead is null || older.MigrationHead == current.MigrationHead)
            return;
        if (await JudgeAsync(older, cancellation) is { } judged)
            Refuse(older, judged);
        head = context.Options.Database ? older.MigrationHead : null;
    }

    /// <summary>Takes the schema back where <c>--database</c> asks for it: after the traffic, because the newer release needs it until then.</summary>
    public async Task ReturnAsync()
    {
        if (head is not null)
            await new SchemaReturner(TimeProvider.System) { Options = MigrationLimits.Of(context.Target) }.ReturnAsync(
                new MigrationSource(context.MigrationsAssembly), await ConnectionAsync(), head, context.Print, context.Cancellation);
        else if (context.Options.Database)
            context.Print("The schema is the older release's already.");
    }

    /// <returns>Null when it cannot be judged and <c>--force</c> goes back all the same.</returns>
    private async Task<SchemaReturn?> JudgeAsync(LedgerEntry older, CancellationToken cancellation)
    {
        try
        {
            return await SchemaReturner.JudgeAsync(new MigrationSource(context.MigrationsAssembly), await ConnectionAsync(), older.MigrationHead!, cancellation);
        }
        catch (DeliveryException error) when (context.Options.Force && !context.Options.Database)
        {
            context.Print($"Whether {older.Version} can run with the database as it is cannot be judged: {error.Message}");
            return null;
        }
        catch (DeliveryException error)
        {
            throw new DeliveryException($"Whether {older.Version} can run with the database as it is cannot be judged: {error.Message} Pass --force to go back all the same.", error);
        }
    }

    private async Task<Secret> ConnectionAsync() =>
        await (await context.PlatformAsync()).EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);

    private void Refuse(LedgerEntry older, SchemaReturn judged)
    {
        if (judged.Gone.Count > 0 && !context.Options.Force)
            throw new DeliveryException(
                $"{older.Version} may need what {judged.Database} has no more: {string.Join("; ", judged.Gone)}. Roll forward, or pass --force to go back all the same.");
        if (context.Options.Database && judged.Losses.Count > 0)
            throw new DeliveryException(
                $"--database: taking the schema of {judged.Database} back to {older.MigrationHead} would lose something: {string.Join("; ", judged.Losses)}. "
                + "So would a restore of a backup, with all that was written since. Go back without --database: the older release runs with the schema as it is.");
    }
}

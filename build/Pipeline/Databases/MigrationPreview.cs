using Frostline.Delivery;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Compiling;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.Databases;

/// <summary>What Migrate would do. Nothing but the migrations is compiled; nothing is packed, provisioned or locked.</summary>
internal sealed class MigrationPreview(BuildContext context)
{
    private readonly MigrationSource source = new(context.MigrationsAssembly);

    public async Task ShowAsync()
    {
        await MigrationsBuild.RunAsync(context);
        using var reached = await Live.ReachAsync(context);
        if (reached is null && Live.DeployedBefore(context))
            throw new DeliveryException("LocalAzure does not run, and is not compiled. Start it, so that its database can be read: ./build.sh --target=LocalUp.");
        var connection = reached is null ? null : await reached.FindDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        if (connection is null)
            context.Print(WithoutDatabase(context.Target.Name, reached?.DatabasesUnseen, await Migrator.KnownAsync(source, context.Cancellation)));
        else if (context.Options.To is { } target && await SchemaReturner.BehindAsync(source, connection, target, context.Cancellation) is { } earlier)
            await new SchemaWayBack(await WayBack.OfAsync(context, connection, earlier), TimeProvider.System).ShowAsync(context.Cancellation);
        else
            await new SchemaReview(context, connection, MigrationLimits.Of(context.Target, context.Options.To)).ShowAsync();
    }

    /// <param name="environment">Its name.</param>
    /// <param name="unseen">Why its database was not looked at; null when it has none.</param>
    /// <param name="known">All migrations.</param>
    internal static string WithoutDatabase(string environment, string? unseen, IReadOnlyList<string> known) => unseen is null
        ? $"{environment} has no database yet: what deploys there makes it, and applies {string.Join(", ", known)}."
        : $"{environment}: whether it has a database, and which migrations that lacks, was not looked at: {unseen}. A new one would get {string.Join(", ", known)}.";
}

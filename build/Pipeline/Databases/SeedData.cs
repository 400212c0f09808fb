using Frostline.Delivery.Settings;
using Frostline.Migrations;

namespace Frostline.Pipeline.Databases;

/// <summary>The environment's reference data, after its schema: <c>infrastructure/seeds/&lt;environment&gt;/*.sql</c>.</summary>
internal static class SeedData
{
    public static Task ApplyAsync(BuildContext context, Secret connection) =>
        new Seeder(TimeProvider.System) { Options = MigrationLimits.Of(context.Target) }.RunAsync(context.Paths.Of("infrastructure", "seeds", context.Target.Name), connection, context.Print, context.Cancellation);
}

using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Migrations;
using Frostline.Pipeline.Compiling;
using Frostline.Pipeline.Databases;

namespace Frostline.Pipeline.Deploying;

/// <summary>Brings the environment's database to the schema of a promoted release, as long as the release that serves can live with it.</summary>
internal sealed class ExpandingMigration(BuildContext context, ReleaseManifest release)
{
    /// <exception cref="RefusedException">This checkout does not have the schema, or the release that serves would break.</exception>
    public async Task RunAsync(Secret connection)
    {
        if (release.MigrationHead is not { } head)
            return;
        var source = new MigrationSource(context.MigrationsAssembly);
        await EnsureKnownAsync(source, head);
        await new SchemaMigration(context, () => Task.FromResult(release)).RunAsync(connection, head);
    }

    private async Task EnsureKnownAsync(MigrationSource source, string head)
    {
        if (File.Exists(source.AssemblyPath) && (await Migrator.KnownAsync(source, context.Cancellation)).Contains(head))
            return;
        await MigrationsBuild.RunAsync(context);
        if (!(await Migrator.KnownAsync(source, context.Cancellation)).Contains(head))
            throw new RefusedException($"{release.Version} expects the schema '{head}', which this checkout does not have. Check out {(release.Commit.Length > 0 ? release.Commit : "the sources of that release")}, then run again.");
    }
}

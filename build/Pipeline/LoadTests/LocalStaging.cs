using Frostline.Delivery.Processes;
using Frostline.Migrations;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Provisioning;

namespace Frostline.Pipeline.LoadTests;

/// <summary>
/// This checkout on staging of this machine, by the shortest way: only what serves is compiled, and no tests run. A load test of what
/// fails its tests is worth something too; a deployment by DeployStaging is what promises more.
/// </summary>
internal sealed class LocalStaging(BuildContext context)
{
    public async Task BringUpAsync()
    {
        await Task.WhenAll(((string?[])["src/LocalAzure", context.Settings.Database?.Project]).OfType<string>().Select(CompileAsync));
        await context.Gate.HoldAsync();
        await new Packing.Packing(context).RunAsync();
        await new InfrastructureDeployment(context).ProvisionAsync();
        await MigrateAsync();
        var outcome = await new Deployment(context).RunAsync();
        context.Record.Add(outcome.Evidence);
        outcome.ThrowUnlessPassed();
    }

    /// <summary>Analyzers judge when Compile runs; here they would take every third second.</summary>
    private async Task CompileAsync(string project) => await context.Processes.RunAsync(
        new Command("dotnet", "build", context.Paths.Of(project), "-c", "Release", "-p:RunAnalyzers=false", "-v", "quiet", "-clp:NoSummary") { WorkingDirectory = context.Paths.Root }, context.Cancellation);

    private async Task MigrateAsync()
    {
        if (context.Settings.Database is null)
            return;
        var platform = await context.PlatformAsync();
        var connection = await platform.EnsureDatabaseAsync(context.Settings, context.Target.Name, context.Cancellation);
        await new Migrator(TimeProvider.System).ApplyAsync(new MigrationSource(context.MigrationsAssembly), connection, new MigrationOptions(), context.Print, context.Cancellation);
    }
}

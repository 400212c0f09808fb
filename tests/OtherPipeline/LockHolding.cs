using Frostline.Delivery.Locks;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

namespace OtherPipeline;

/// <summary>Holds the lock of an environment that has no services.</summary>
internal static class LockHolding
{
    public static async Task<int> RunAsync(string stateFolder, string group)
    {
        using var platform = await LocalAzureProgram.FindAsync(new LocalAzureLocation(stateFolder, null), CancellationToken.None)
            ?? throw new InvalidOperationException($"{stateFolder}: no LocalAzure is running there.");
        var environment = new EnvironmentSettings
        {
            Name = "staging", Subscription = Guid.Empty.ToString(), ResourceGroup = group, Location = "westeurope", ManagedEnvironment = group, Registry = "unused.azurecr.io",
        };
        var settings = new PipelineSettings
        {
            Product = "contract",
            Services = new Dictionary<string, ServiceSettings>(),
            Environments = new Dictionary<string, EnvironmentSettings> { ["staging"] = environment },
        };
        var request = new LockRequest { Platform = platform, Settings = settings, Environment = "staging", Purpose = "DeployStaging" };
        await using var held = await EnvironmentLock.TakeAsync(request, TimeProvider.System, CancellationToken.None);
        Console.WriteLine(held.Holder.Id);
        await Console.In.ReadToEndAsync();
        return 0;
    }
}

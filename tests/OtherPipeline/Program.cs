// Another pipeline on the same machine, for tests: it holds an environment's lock until standard input ends, or until it is killed.
using Frostline.Delivery.Locks;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;

using var platform = await LocalAzureProgram.FindAsync(new LocalAzureLocation(args[0], null), CancellationToken.None)
    ?? throw new InvalidOperationException($"{args[0]}: no LocalAzure is running there.");
var environment = new EnvironmentSettings
{
    Name = "staging", Subscription = Guid.Empty.ToString(), ResourceGroup = args[1], Location = "westeurope", ManagedEnvironment = args[1], Registry = "unused.azurecr.io",
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

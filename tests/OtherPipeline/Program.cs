// Another pipeline on the same machine, for tests: it holds an environment's lock until standard input ends, or until it is killed.
using Frostline.Delivery.Locks;

await using var held = await EnvironmentLock.TakeAsync(args[0], args[1], "DeployStaging", TimeProvider.System, CancellationToken.None);
Console.WriteLine(held.Holder.Id);
await Console.In.ReadToEndAsync();

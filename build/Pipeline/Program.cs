using Cake.Frosting;
using Frostline.LoadTesting.Generators;
using Frostline.Pipeline;

if (args is [LoadGenerator.Argument])
    return await LoadGenerator.RunAsync(Console.In, Console.Out);

return new CakeHost()
    .ConfigureServices(Composition.Register)
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .Run(args);

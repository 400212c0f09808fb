using Cake.Frosting;
using Frostline.LoadTesting.Generators;
using Frostline.Pipeline;

if (args is [LoadGenerator.Argument])
{
    // Console.In would block whoever waits for its next line.
    using var orders = new StreamReader(Console.OpenStandardInput());
    await using var words = new StreamWriter(Console.OpenStandardOutput());
    return await LoadGenerator.RunAsync(orders, words);
}

return new CakeHost()
    .ConfigureServices(Composition.Register)
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .Run(args);

using Cake.Frosting;
using Frostline.Pipeline;

return new CakeHost()
    .ConfigureServices(Composition.Register)
    .UseContext<BuildContext>()
    .UseLifetime<BuildLifetime>()
    .Run(args);

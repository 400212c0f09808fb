using Cake.Frosting;
using Frosting.SampleHost;

return CakeHost.Create()
    .UseContext<SampleContext>()
    .UseLifetime<SampleLifetime>()
    .Run(args);

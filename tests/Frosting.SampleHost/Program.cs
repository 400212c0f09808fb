using Cake.Frosting;
using Frosting.SampleHost;

var exitCode = CakeHost.Create()
    .UseContext<SampleContext>()
    .UseLifetime<SampleLifetime>()
    .Run(args);
if (args.Contains("--list-assemblies"))
    Array.ForEach(AppDomain.CurrentDomain.GetAssemblies(), assembly => Console.WriteLine(assembly.GetName().Name));
return exitCode;

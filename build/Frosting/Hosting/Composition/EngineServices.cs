using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Modules;
using Cake.Frosting;
using Frostline.Hosting.CommandLine;
using Frostline.Hosting.Graph;
using Frostline.Hosting.Output;
using Frostline.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Frostline.Hosting.Composition;

/// <summary>The container of a run: Cake's core, what the host puts in its place, then the program's own registrations, which win.</summary>
internal static class EngineServices
{
    public static ServiceProvider Build(IServiceCollection program, HostCommand command, TaskGraph graph, RunTools tools)
    {
        var services = new ServiceCollection();
        services.UseModule(new CoreModule());
        services.AddSingleton(tools.Transcript);
        services.AddSingleton(tools.Failures);
        services.AddSingleton(tools.Cancellation);
        services.AddSingleton<IRunCancellation>(tools.Cancellation);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new HostOptions());
        services.AddSingleton<IFailureClassifier, DefaultFailureClassifier>();
        services.AddSingleton(new TaskCatalog([.. graph.Nodes.Select(Entry)]));

        services.AddSingleton<IConsole, TranscriptConsole>();
        services.AddSingleton<ICakeLog, TranscriptLog>();
        services.AddSingleton(provider => TranscriptAnsiConsole.Create(provider.GetRequiredService<Transcript>()));
        services.AddSingleton<ICakeArguments>(new CakeArguments(command.Arguments!));
        services.AddSingleton(provider => Configuration(provider, command));
        services.AddSingleton(provider => new LazyToolInstaller(services, provider));
        services.AddSingleton<Cake.Core.Tooling.IToolInstaller>(provider => provider.GetRequiredService<LazyToolInstaller>());
        services.AddSingleton<Cake.Frosting.IToolInstaller>(provider => provider.GetRequiredService<LazyToolInstaller>());
        services.AddSingleton<ProcessRunner>();
        services.AddSingleton<IProcessRunner, TranscriptProcessRunner>();

        services.AddSingleton<FrostingContext>();
        services.AddSingleton<IFrostingContext>(provider => provider.GetRequiredService<FrostingContext>());
        foreach (var node in graph.Nodes)
            services.AddSingleton(node.Definition.Class);
        foreach (var registration in program)
            ((ICollection<ServiceDescriptor>)services).Add(registration);
        return services.BuildServiceProvider();
    }

    private static TaskEntry Entry(TaskNode node) =>
        new(node.Name, node.Definition.Description, node.Definition.Class, [.. node.Needs.Select(need => need.Name)]);

    private static ICakeConfiguration Configuration(IServiceProvider services, HostCommand command)
    {
        var environment = services.GetRequiredService<ICakeEnvironment>();
        var settings = services.GetServices<CakeSetting>().Select(setting => KeyValuePair.Create(setting.Key, setting.Value));
        var arguments = command.Arguments.ToDictionary(argument => argument.Key, argument => argument.Last() ?? "", StringComparer.OrdinalIgnoreCase);
        return new CakeConfigurationProvider(services.GetRequiredService<IFileSystem>(), environment)
            .CreateConfiguration(environment.WorkingDirectory, settings, arguments);
    }
}

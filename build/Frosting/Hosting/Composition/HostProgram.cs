using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Frosting;
using Frostline.Hosting.CommandLine;
using Frostline.Hosting.Graph;
using Frostline.Hosting.Output;
using Frostline.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Frostline.Hosting.Composition;

/// <summary>From the command line to the exit code. What only lists reads attributes and builds no container.</summary>
internal sealed class HostProgram(HostSurroundings surroundings, IServiceCollection program, IReadOnlyList<Type> types)
{
    private readonly Transcript transcript = new(surroundings.Output, surroundings.Profile);

    public int Main(IEnumerable<string> args)
    {
        try
        {
            return Execute(CommandLineParser.Parse(args));
        }
        catch (UsageException exception)
        {
            transcript.WriteLine(surroundings.Profile.Error(exception.Message));
            return 2;
        }
#pragma warning disable CA1031 // the last stop: a host that cannot even start says so and ends with 1
        catch (Exception exception)
#pragma warning restore CA1031
        {
            new FailureLog(transcript).Add(null, exception);
            return 1;
        }
    }

    private int Execute(HostCommand command)
    {
        RefuseUnknown(command);
        if (command.Mode is HostMode.Help or HostMode.Version or HostMode.Info)
            return Print(About(command.Mode));

        var graph = TaskGraph.Build(TaskDiscovery.Find(types));
        if (ContextType is { } context)
            TaskDiscovery.CheckContexts(graph.Nodes.Select(node => node.Definition), context);
        return command.Mode switch
        {
            HostMode.Description => Print(Listings.Descriptions(graph.Nodes)),
            HostMode.Tree => Print(Listings.Tree(command.Targets.Count == 0 ? graph.Roots : graph.Find(command.Targets))),
            HostMode.DryRun => Print(Listings.Plan(Plan(graph, command))),
            _ => RunAsync(graph, command).GetAwaiter().GetResult(),
        };
    }

    private IEnumerable<string> About(HostMode mode) => mode switch
    {
        HostMode.Help => HelpText.Lines(Arguments),
        HostMode.Version => [HostVersion.Line],
        _ => HostVersion.Details(surroundings.Profile),
    };

    private void RefuseUnknown(HostCommand command)
    {
        if (Arguments.Count == 0)
            return;
        var known = Arguments.Select(argument => argument.Name).Concat(HostOption.All.Select(option => option.Names[0])).ToList();
        foreach (var name in command.Arguments.Select(argument => argument.Key))
        {
            if (!name.Contains('_', StringComparison.Ordinal) && !known.Contains(name, StringComparer.OrdinalIgnoreCase))
                throw new UsageException($"--{name}: there is no such option.{(NearestName.Of(name, known) is { } nearest ? $" Did you mean --{nearest}?" : "")} --help lists all.");
        }
    }

    private IReadOnlyList<TaskArgument> Arguments =>
        program.Select(service => service.ImplementationInstance).OfType<HostOptions>().LastOrDefault()?.Arguments ?? [];

    private int Print(IEnumerable<string> lines)
    {
        transcript.Write(string.Concat(lines.Select(line => line + "\n")));
        return 0;
    }

    private static RunPlan Plan(TaskGraph graph, HostCommand command) =>
        RunPlan.For(graph.Find(command.Targets.Count == 0 ? ["Default"] : command.Targets), command.Exclusive);

    // Null when a factory makes the context: then it is checked as soon as there is one.
    private Type? ContextType => program.LastOrDefault(service => service.ServiceType == typeof(IFrostingContext)) switch
    {
        null => typeof(FrostingContext),
        { ImplementationInstance: { } instance } => instance.GetType(),
        { ImplementationType: var type } => type,
    };

    private async Task<int> RunAsync(TaskGraph graph, HostCommand command)
    {
        var plan = Plan(graph, command);
        using var cancellation = new RunCancellation();
        if (surroundings.OwnsProcess)
        {
            cancellation.Listen(signal => transcript.WriteLine(surroundings.Profile.Warning($"{signal}: stopping what runs, then Teardown. A second signal ends at once.")));
            Console.SetOut(new TranscriptWriter(transcript));
        }

        await using var services = EngineServices.Build(program, command, graph, new RunTools(transcript, new FailureLog(transcript), cancellation));
        EnterWorkingDirectory(services, command);
        var configuration = services.GetRequiredService<ICakeConfiguration>();
        var verbosity = configuration.GetVerbosity(command.Verbosity);
        services.GetRequiredService<ICakeLog>().Verbosity = verbosity;
        var several = plan.Tasks.Count > 1 && verbosity > Verbosity.Quiet;
        transcript.Headings = several;

        var result = await new Run(services, command, plan).ExecuteAsync();
        if (several && !configuration.GetBoolValue("Settings_NoReport"))
            Print(RunTable.Lines(result, surroundings.Profile));
        return Report(services, result);
    }

    private static void EnterWorkingDirectory(ServiceProvider services, HostCommand command)
    {
        var path = command.WorkingDirectory is { } given ? new DirectoryPath(given) : services.GetService<WorkingDirectory>()?.Path;
        if (path is null)
            return;
        var environment = services.GetRequiredService<ICakeEnvironment>();
        path = path.MakeAbsolute(environment);
        if (!services.GetRequiredService<IFileSystem>().GetDirectory(path).Exists)
            throw new UsageException($"The working folder '{path.FullPath}' does not exist. Give --working an existing one.");
        environment.WorkingDirectory = path;
    }

    private static int Report(ServiceProvider services, RunResult result)
    {
        var exitCode = result.ExitCode;
        try
        {
            foreach (var reporter in services.GetServices<IRunReporter>())
                reporter.Report(result);
        }
#pragma warning disable CA1031 // a reporter that fails must not hide how the run ended
        catch (Exception exception)
#pragma warning restore CA1031
        {
            services.GetRequiredService<FailureLog>().Add("The run report", exception);
            exitCode = Math.Max(exitCode, 1);
        }

        return exitCode;
    }
}

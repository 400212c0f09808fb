using System.Text;
using Cake.Frosting;
using Frostline.Hosting;
using Frostline.Hosting.Composition;
using Frostline.Hosting.Output;
using Microsoft.Extensions.DependencyInjection;

namespace Frosting.Tests;

/// <summary>The real host on the tasks of one test, with a writer for a console and a clock that stands still.</summary>
internal sealed class TestHost(params Type[] tasks) : IRunReporter
{
    private readonly StringBuilder output = new();
    private readonly List<Action<CakeHost>> configuration = [];

    public Journal Journal { get; } = new();

    public ConsoleProfile Profile { get; init; } = new(BuildServer.None, Ansi: false);

    public ManualClock Clock { get; } = new();

    public RunResult? Result { get; private set; }

    public string Output => output.ToString();

    public string Happened => string.Join(' ', Journal.Entries);

    public TestHost With(Action<CakeHost> configure)
    {
        configuration.Add(configure);
        return this;
    }

    public TestHost Register(Action<IServiceCollection> configure) => With(host => host.ConfigureServices(configure));

    public int Run(params string[] args)
    {
        using var writer = new StringWriter(output);
        var host = new CakeHost(new HostSurroundings(writer, Profile) { Types = tasks })
            .UseContext<JournalContext>()
            .ConfigureServices(services => services
                .AddSingleton(Journal)
                .AddSingleton(Clock)
                .AddSingleton<TimeProvider>(Clock)
                .AddSingleton<IRunReporter>(this));
        foreach (var configure in configuration)
            configure(host);
        return host.Run(args);
    }

    public TaskRun Task(string name) => Result.ShouldNotBeNull().Tasks.Single(task => task.Name == name);

    void IRunReporter.Report(RunResult run) => Result = run;
}

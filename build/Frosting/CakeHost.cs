using System.Reflection;
using Frostline.Hosting.Composition;
using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Finds the tasks of the entry assembly and runs the ones the command line asks for.</summary>
public sealed class CakeHost
{
    private readonly ServiceCollection services = new();
    private readonly HashSet<Assembly> assemblies = [];
    private readonly HostSurroundings? surroundings;

    public CakeHost()
    {
        if (Assembly.GetEntryAssembly() is { } entry)
            assemblies.Add(entry);
    }

    internal CakeHost(HostSurroundings surroundings) => this.surroundings = surroundings;

    public static CakeHost Create() => new();

    /// <summary>Adds the tasks of another assembly.</summary>
    public CakeHost AddAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        assemblies.Add(assembly);
        return this;
    }

    /// <summary>Registers services. The host adds its own before them, so that these win.</summary>
    public CakeHost ConfigureServices(Action<IServiceCollection> services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services(this.services);
        return this;
    }

    /// <summary>
    /// Runs the command line and returns the exit code: 0 done, 1 a task failed, 2 usage or settings error, 3 refused,
    /// 130 or 143 cancelled by SIGINT or SIGTERM.
    /// </summary>
    public int Run(IEnumerable<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        var types = surroundings?.Types ?? [.. assemblies.SelectMany(assembly => assembly.GetTypes())];
        return new HostProgram(surroundings ?? HostSurroundings.OfProcess(), services, types).Main(args);
    }
}

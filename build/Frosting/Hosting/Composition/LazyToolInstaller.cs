using Cake.Cli;
using Cake.Core;
using Cake.Core.Configuration;
using Cake.Core.Diagnostics;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Core.Tooling;
using Cake.DotNetTool.Module;
using Cake.NuGet;
using Microsoft.Extensions.DependencyInjection;

namespace Frostline.Hosting.Composition;

/// <summary>
/// Installs tools with the program's installers and Cake's own. The latter are loaded only when there is something to
/// install: NuGet is the slowest thing to start with.
/// </summary>
internal sealed class LazyToolInstaller(IServiceCollection registrations, IServiceProvider services)
    : Cake.Core.Tooling.IToolInstaller, Cake.Frosting.IToolInstaller
{
    // Never disposed: that would dispose what it has borrowed.
    private readonly Lazy<ServiceProvider> cakesInstallers = new(() => CakesInstallers(registrations, services));

    public IEnumerable<FilePath> Install(PackageReference tool)
    {
        var installer = new ToolInstaller(
            services.GetRequiredService<ICakeEnvironment>(),
            services.GetRequiredService<IToolLocator>(),
            services.GetRequiredService<ICakeConfiguration>(),
            services.GetRequiredService<ICakeLog>(),
            [.. services.GetServices<IPackageInstaller>(), .. cakesInstallers.Value.GetServices<IPackageInstaller>()]);
        return [.. installer.Install(tool)];
    }

    void Cake.Frosting.IToolInstaller.Install(PackageReference tool) => Install(tool);

    // A container of their own, which borrows everything of Cake.Core from that of the run.
    private static ServiceProvider CakesInstallers(IServiceCollection registrations, IServiceProvider services)
    {
        var own = new ServiceCollection();
        foreach (var type in registrations.Select(registration => registration.ServiceType).Where(IsOfCakeCore).Distinct())
            own.AddSingleton(type, _ => services.GetRequiredService(type));
        own.UseModule(new NuGetModule()).UseModule(new DotNetToolModule());
        return own.BuildServiceProvider();
    }

    private static bool IsOfCakeCore(Type type) => type.Assembly == typeof(ICakeContext).Assembly && type != typeof(IPackageInstaller);
}

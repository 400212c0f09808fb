using Cake.Cli;
using Cake.Core.IO;
using Cake.Core.Packaging;
using Cake.Core.Tooling;
using Cake.DotNetTool.Module;
using Cake.NuGet;
using Microsoft.Extensions.DependencyInjection;

namespace Frostline.Hosting.Composition;

/// <summary>Installs tools with Cake's own installers, which are loaded only now: NuGet is the slowest thing to start with.</summary>
internal sealed class LazyToolInstaller(IServiceCollection registrations, IServiceProvider services)
    : Cake.Core.Tooling.IToolInstaller, Cake.Frosting.IToolInstaller
{
    public IEnumerable<FilePath> Install(PackageReference tool)
    {
        var all = new ServiceCollection();
        all.UseModule(new NuGetModule()).UseModule(new DotNetToolModule());
        foreach (var registration in registrations.Where(registration => registration.ServiceType == typeof(IPackageInstaller)))
            ((ICollection<ServiceDescriptor>)all).Add(registration);
        foreach (var shared in registrations.Where(registration => registration.ServiceType.Namespace?.StartsWith("Cake.Core", StringComparison.Ordinal) == true))
        {
            var type = shared.ServiceType;
            if (type != typeof(IPackageInstaller) && !type.IsGenericTypeDefinition)
                all.AddSingleton(type, _ => services.GetRequiredService(type));
        }

        using var provider = all.BuildServiceProvider();
        return [.. ActivatorUtilities.CreateInstance<ToolInstaller>(provider).Install(tool)];
    }

    void Cake.Frosting.IToolInstaller.Install(PackageReference tool) => Install(tool);
}

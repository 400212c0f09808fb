using Microsoft.Extensions.DependencyInjection;

namespace Cake.Frosting;

/// <summary>Registers services, tasks' contexts and lifetimes in one place.</summary>
public interface IFrostingStartup
{
    void Configure(IServiceCollection services);
}

using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Platforms;

internal sealed class AzurePlatform : IPlatform
{
    public string Name => "azure";
    public Uri ManagementEndpoint => throw new NotSupportedException();
    public Uri? Page => null;
    public IContainerApps ContainerApps(EnvironmentSettings environment) => throw new NotSupportedException();
    public Task<Secret> EnsureDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation) => throw new NotSupportedException();
    public RegistryAccess Registry(EnvironmentSettings environment) => throw new NotSupportedException();
    public HttpClient CreateClient() => throw new NotSupportedException();
    public Uri AddressFor(string fqdn) => throw new NotSupportedException();
    public Uri? PublicAddress(ContainerApp app) => throw new NotSupportedException();
    public void Dispose() { }
}

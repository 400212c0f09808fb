using Azure.Core;
using Azure.Identity;
using Azure.ResourceManager;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Platforms;

/// <summary>Azure itself. The client and the plan are those that LocalAzure is deployed with; only endpoint and sign-in differ.</summary>
internal sealed class AzurePlatform(TimeProvider clock) : IPlatform
{
    private readonly ArmClientOptions options = new()
    {
        Retry = { MaxRetries = 5, Delay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(30), Mode = RetryMode.Exponential },
    };

    private ArmClient? client;

    public string Name => "azure";

    public Uri ManagementEndpoint => ArmEnvironment.AzurePublicCloud.Endpoint;

    public Uri? Page => null;

    public IContainerApps ContainerApps(EnvironmentSettings environment) =>
        new ContainerAppsClient(Client(environment), options, environment, Pace.Cloud, clock);

    public IDeployments Deployments(EnvironmentSettings environment) =>
        new DeploymentsClient(ManagementApi.Of(ManagementResource.Of(Client(environment), environment.Subscription), Pace.Cloud, clock), environment, clock);

    public async Task EnsureRegistryAsync(EnvironmentSettings owner, string name, CancellationToken cancellation)
    {
        if (await Deployments(owner).FindResourceAsync(RegistryResource.PathOf(name), RegistryResource.ApiVersion, cancellation) is null)
            throw new DeliveryException(
                $"registry '{name}': is not in resource group '{owner.ResourceGroup}'. Deploy the infrastructure of the environment that owns it first: ./build.sh --target=Bicep --deploy --environment=<name> --cloud=azure.");
    }

    public Task<Secret> EnsureDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation) =>
        throw new DeliveryException(
            $"environments.{environment}: a database on Azure is not supported by this version. Rehearse with --cloud=local, or remove 'database' from the settings.");

    public string? DatabasesUnseen => "this version reaches databases on LocalAzure only";

    public Task<Secret?> FindDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation) => Task.FromResult<Secret?>(null);

    /// <summary>Azure pulls with the managed environment's identity; no password exists that could leak.</summary>
    public RegistryAccess Registry(EnvironmentSettings environment) => new(environment.Registry, User: null, Password: null, PlainHttp: false);

    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.FromSeconds(30),
    });

    public Uri AddressFor(string fqdn) => new($"https://{fqdn}/");

    public Uri AddressForPeople(string fqdn) => AddressFor(fqdn);

    public Uri? PublicAddress(ContainerApp app) => app.Fqdn is { } fqdn ? AddressFor(fqdn) : null;

    public void Dispose()
    {
    }

    private ArmClient Client(EnvironmentSettings environment)
    {
        if (client is not null)
            return client;
        var credential = new DefaultAzureCredential();
        options.AddPolicy(new SignInAgain(credential, ArmEnvironment.AzurePublicCloud), HttpPipelinePosition.PerRetry);
        return client = new ArmClient(credential, environment.Subscription, options);
    }
}

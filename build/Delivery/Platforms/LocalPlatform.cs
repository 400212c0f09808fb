using System.Data.Common;
using System.Net.Sockets;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Platforms;

/// <summary>This machine: a running LocalAzure.</summary>
internal sealed class LocalPlatform : IPlatform
{
    private readonly LocalAzureDescription azure;
    private readonly TimeProvider clock;
    private readonly HttpClientTransport transport;
    private readonly ArmClientOptions options;
    private readonly ArmClient client;

    public LocalPlatform(LocalAzureDescription azure, TimeProvider clock)
    {
        this.azure = azure;
        this.clock = clock;
        transport = new HttpClientTransport(PinnedCertificate.Handler(azure.CertificateSha256));
        options = new ArmClientOptions
        {
            Environment = new ArmEnvironment(azure.Management, "https://management.localhost"),
            Transport = transport,
            Retry = { MaxRetries = 5, Delay = TimeSpan.FromMilliseconds(200), MaxDelay = TimeSpan.FromSeconds(5), Mode = RetryMode.Exponential, NetworkTimeout = TimeSpan.FromSeconds(60) },
            Diagnostics = { IsTelemetryEnabled = false, IsLoggingEnabled = false, IsDistributedTracingEnabled = false },
        };
        var token = new FileToken(azure.TokenFile, clock);
        options.AddPolicy(new SignInAgain(token, options.Environment!.Value), HttpPipelinePosition.PerRetry);
        client = new ArmClient(token, Guid.Empty.ToString(), options);
    }

    public string Name => "local";

    public Uri ManagementEndpoint => azure.Management;

    public Uri? Page => azure.Page;

    public IContainerApps ContainerApps(EnvironmentSettings environment) => new ContainerAppsClient(client, options, environment, Pace.Loopback, clock);

    public IDeployments Deployments(EnvironmentSettings environment) =>
        new DeploymentsClient(ManagementApi.Of(ManagementResource.Of(client, environment.Subscription), Pace.Loopback, clock), environment, clock);

    /// <summary>The registry of this machine stands for it: the resource is what templates give rights to and read the server's name from.</summary>
    public Task EnsureRegistryAsync(EnvironmentSettings owner, string name, CancellationToken cancellation) =>
        new RegistryResource(Deployments(owner), owner.Location).EnsureAsync(name, cancellation);

    public async Task<Secret> EnsureDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation)
    {
        var apps = ContainerApps(settings.Environment(environment));
        await apps.EnsureEnvironmentAsync(cancellation);
        var name = settings.DatabaseName(environment);
        var server = await apps.FindDatabaseServerAsync(name, cancellation) ?? $"{settings.Product}-{environment}";
        await apps.EnsureDatabaseAsync(server, name, cancellation);
        return Connection(name);
    }

    public string? DatabasesUnseen => null;

    public async Task<Secret?> FindDatabaseAsync(PipelineSettings settings, string environment, CancellationToken cancellation)
    {
        var name = settings.DatabaseName(environment);
        return await ContainerApps(settings.Environment(environment)).FindDatabaseServerAsync(name, cancellation) is null ? null : Connection(name);
    }

    public RegistryAccess Registry(EnvironmentSettings environment) =>
        new(azure.Registry, azure.RegistryUser, new Secret(FileToken.Read(azure.TokenFile)), PlainHttp: true);

    public HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        // No resolver knows these host names: whatever is asked for, the ingress answers.
        ConnectCallback = async (_, cancellation) => await ConnectAsync(azure.Ingress, cancellation),
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
    });

    public Uri AddressFor(string fqdn) => new($"http://{fqdn}/");

    public Uri AddressForPeople(string fqdn) => new($"http://{fqdn}:{azure.Ingress.Port}/");

    public Uri? PublicAddress(ContainerApp app) => app.ExposedPort is { } port ? new($"http://127.0.0.1:{port}/") : null;

    public void Dispose() => transport.Dispose();

    private Secret Connection(string database) => new(new DbConnectionStringBuilder
    {
        ["Host"] = azure.Database.Host,
        ["Port"] = azure.Database.Port,
        ["Username"] = azure.Database.User,
        ["Password"] = FileToken.Read(azure.Database.PasswordFile),
        ["Database"] = database,
    }.ConnectionString);

    private static async Task<Stream> ConnectAsync(Uri ingress, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(ingress.Host, ingress.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

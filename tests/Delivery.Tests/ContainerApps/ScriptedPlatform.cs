using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.ResourceManager;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Deployments;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Delivery.Tests.ContainerApps;

/// <summary>A management API over real TLS that answers what a test tells it, and remembers what it was asked.</summary>
internal sealed class ScriptedPlatform : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;

    private ScriptedPlatform(WebApplication app, X509Certificate2 certificate) => (this.app, this.certificate) = (app, certificate);

    /// <summary>Answers a request, given how many there were of its method and path before.</summary>
    public Func<HttpContext, int, Task> Answer { get; set; } = (_, _) => Task.CompletedTask;

    public List<string> Requests { get; } = [];

    public List<string?> Tokens { get; } = [];

    public Uri Endpoint { get; private set; } = null!;

    public static async Task<ScriptedPlatform> StartAsync()
    {
        var certificate = SelfSigned();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var platform = new ScriptedPlatform(app, certificate);
        app.Run(platform.RespondAsync);
        await app.StartAsync();
        platform.Endpoint = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return platform;
    }

    /// <summary>How often it is asked, and for how long: longer than a busy machine takes for an answer.</summary>
    internal Pace Pace { get; set; } = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20)) { OperationDeadline = TimeSpan.FromMinutes(1), BusyDeadline = TimeSpan.FromMinutes(1) };

    /// <summary>The real client, pinned to this server's certificate or to another.</summary>
    public ContainerAppsClient Client(string? sha256 = null, TokenCredential? credential = null)
    {
        var options = Options(sha256 ?? certificate.GetCertHashString(HashAlgorithmName.SHA256));
        return new ContainerAppsClient(new ArmClient(credential ?? new FixedToken(), Guid.Empty.ToString(), options), options, Group, Pace, TimeProvider.System);
    }

    /// <summary>The real client of deployments.</summary>
    public DeploymentsClient Deployments()
    {
        var client = new ArmClient(new FixedToken(), Guid.Empty.ToString(), Options(certificate.GetCertHashString(HashAlgorithmName.SHA256)));
        return new DeploymentsClient(ManagementApi.Of(ManagementResource.Of(client, Group.Subscription), Pace, TimeProvider.System), Group, TimeProvider.System);
    }

    private static EnvironmentSettings Group { get; } = new()
    {
        Name = "staging", Subscription = Guid.Empty.ToString(), ResourceGroup = "group", Location = "westeurope", ManagedEnvironment = "home", Registry = "registry",
    };

    private ArmClientOptions Options(string sha256) => new()
    {
        Environment = new ArmEnvironment(Endpoint, "https://management.localhost"),
        Transport = new HttpClientTransport(PinnedCertificate.Handler(sha256)),
        Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(20) },
    };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }

    private async Task RespondAsync(HttpContext context)
    {
        var request = $"{context.Request.Method} {context.Request.Path.Value!.Split('/')[^1]}";
        int before;
        lock (Requests)
        {
            before = Requests.Count(known => known == request);
            Requests.Add(request);
            Tokens.Add(context.Request.Headers.Authorization);
        }

        await Answer(context, before);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=scripted", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("the-token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}

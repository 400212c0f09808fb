using System.Security.Cryptography.X509Certificates;
using Contract.Tests.OpenApi;
using Frostline.Delivery.Platforms;
using Frostline.Images;
using Frostline.Images.Registries;
using LocalAzure.State;
using OtherPipeline;
using Testing;

[assembly: AssemblyFixture(typeof(Contract.Tests.RunningLocalAzure))]

// These tests wait for replicas far more than they compute.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Contract.Tests;

/// <summary>The real LocalAzure program, started the way the pipeline starts it, with an image to run; one for all tests.</summary>
public sealed class RunningLocalAzure : IAsyncLifetime
{
    /// <summary>A variable of this process as a build server sets them, which LocalAzure must not get.</summary>
    public const string BuildServerToken = "CONTRACT_BUILD_SERVER_TOKEN";

    private readonly TemporaryFolder folder = new("contract");
    private X509Certificate2? certificate;

    public LocalAzureLocation Location => new(Path.Combine(folder.Path, "state"), Path.Combine(Checkout.Root, "artifacts", "bin", "LocalAzure", "release"));

    /// <summary>Its management API is reached through <see cref="Proxy"/>.</summary>
    public IPlatform Platform { get; private set; } = null!;

    /// <summary>As the pipeline connects to it.</summary>
    public IPlatform Direct { get; private set; } = null!;

    /// <summary>Sees every call of the management API, and holds it against the official one.</summary>
    internal RecordingProxy Proxy { get; private set; } = null!;

    internal Administration Administration { get; private set; } = null!;

    /// <summary>Reference of the image by digest.</summary>
    public PushedImage Image { get; private set; } = null!;

    /// <summary>Where a rollout keeps its journal.</summary>
    public string FolderOf(string stage, string version) => folder.Combine("rollouts", stage, version);

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(BuildServerToken, "leaked");
        Direct = await Frostline.Delivery.Platforms.Platform.ConnectAsync("local", Location, CancellationToken.None);
        var description = (await LocalAzureDescription.ReadAsync(Location.StateFolder, CancellationToken.None))!;
        Administration = new Administration(description);
        await Administration.UnthrottleAsync();
        certificate = ServerCertificate.ReadOrCreate(Path.Combine(Location.StateFolder, "certificate.pem"), TimeProvider.System);
        Proxy = await RecordingProxy.StartAsync(description.Management, certificate);
        Platform = new LocalPlatform(description with { Management = Proxy.Address }, TimeProvider.System);
        var request = new ImageRequest
        {
            Repository = StageSettings.Repository,
            Folder = Path.Combine(Checkout.Root, "artifacts", "bin", "Replica", "release"),
            EntryAssembly = "Replica.dll",
            Created = DateTimeOffset.UnixEpoch,
        };
        var image = await ImageBuilder.BuildAsync(request, folder.Combine("image"), CancellationToken.None);
        Image = await PushAsync(image);
    }

    public async ValueTask DisposeAsync()
    {
        Platform?.Dispose();
        Direct?.Dispose();
        Administration?.Dispose();
        await LocalAzureProgram.RemoveAsync(Location, CancellationToken.None);
        folder.Dispose();
        if (Proxy is null)
            return;
        await Proxy.DisposeAsync();
        certificate?.Dispose();
        Proxy.Faults.ShouldBeEmpty("Not every call and answer was as the official API says.");
        Proxy.OtherCalls.Keys.ShouldBeSubsetOf(OfficialApi.Without, "A call was not held against anything.");
    }

    private async Task<PushedImage> PushAsync(BuiltImage image)
    {
        var access = Platform.Registry(new Stage(this, "push").Environment);
        using var registry = new RegistryClient(access.Server, new RegistryCredentials(access.User!, new RegistryPassword(access.Password!.Reveal())));
        return await registry.PushAsync(image, StageSettings.Repository, "1", null, CancellationToken.None);
    }
}

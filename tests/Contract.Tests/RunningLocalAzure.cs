using Frostline.Delivery.Platforms;
using Frostline.Images;
using Frostline.Images.Registries;
using Testing;

[assembly: AssemblyFixture(typeof(Contract.Tests.RunningLocalAzure))]

// These tests wait for replicas far more than they compute.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

namespace Contract.Tests;

/// <summary>The real LocalAzure program, started the way the pipeline starts it, with an image to run; one for all tests.</summary>
public sealed class RunningLocalAzure : IAsyncLifetime
{
    public const string Repository = "contract/replica";

    /// <summary>A variable of this process as a build server sets them, which LocalAzure must not get.</summary>
    public const string BuildServerToken = "CONTRACT_BUILD_SERVER_TOKEN";

    private readonly TemporaryFolder folder = new("contract");

    public LocalAzureLocation Location => new(Path.Combine(folder.Path, "state"), Path.Combine(Checkout.Root, "artifacts", "bin", "LocalAzure", "release"));

    public IPlatform Platform { get; private set; } = null!;

    /// <summary>Reference of the image by digest.</summary>
    public PushedImage Image { get; private set; } = null!;

    /// <summary>Where a rollout keeps its journal.</summary>
    public string FolderOf(string stage, string version) => folder.Combine("rollouts", stage, version);

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(BuildServerToken, "leaked");
        Platform = await Frostline.Delivery.Platforms.Platform.ConnectAsync("local", Location, CancellationToken.None);
        var request = new ImageRequest
        {
            Repository = Repository,
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
        await LocalAzureProgram.RemoveAsync(Location, CancellationToken.None);
        folder.Dispose();
    }

    private async Task<PushedImage> PushAsync(BuiltImage image)
    {
        var access = Platform.Registry(new Stage(this, "push").Environment);
        using var registry = new RegistryClient(access.Server, new RegistryCredentials(access.User!, new RegistryPassword(access.Password!.Reveal())));
        return await registry.PushAsync(image, Repository, "1", null, CancellationToken.None);
    }
}

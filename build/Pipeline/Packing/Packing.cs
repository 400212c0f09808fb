using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Migrations;
using Frostline.Pipeline.Packing.Docker;

namespace Frostline.Pipeline.Packing;

/// <summary>A release as images: every service packed, held to the image policy, pushed and signed, and the manifest that names them by digest.</summary>
internal sealed class Packing(BuildContext context)
{
    public async Task<ReleaseManifest> RunAsync()
    {
        using var key = await new SignatureKeys(context).FindAsync();
        using var registry = await context.RegistryAsync();
        var order = await OrderAsync();
        IImageEngine engine = context.Options.Engine == "docker" ? new DockerEngine(context) : new LayerEngine(context);
        var supplyChain = new SupplyChain(context, registry, key);
        var tests = new PackedTests(context, registry, key);

        var services = await Task.WhenAll(context.Settings.Services.Values.Select(async service =>
        {
            var image = await engine.BuildAsync(service, order);
            await new ImagePolicy(context).HoldAsync(service);
            var pushed = await registry.PushAsync(image, service.Image, order.Release.Version, null, context.Cancellation);
            await supplyChain.CompleteAsync(service, image, order);
            await tests.AttachAsync(service, image, order);
            context.Print($"{service.Name,-8} {pushed.Digest}  {image.Size / 1024} kB, {pushed.UploadedBytes / 1024} kB uploaded{(key is null ? "" : ", signed")}");
            return new ReleasedService(service.Name, pushed.Reference, pushed.Digest);
        }));
        return await WriteManifestAsync(order, services);
    }

    private async Task<PackingOrder> OrderAsync()
    {
        var head = await context.HeadAsync();
        var created = SourceDate.Of(context.Environment.GetEnvironmentVariable(SourceDate.Variable), head?.Committed);
        return new(await context.ReleaseAsync(), created, await BasesAsync(), context.Settings.Images.Source);
    }

    /// <summary>LocalAzure runs services on this machine's .NET: a base would only make everything slower.</summary>
    private async Task<IReadOnlyList<BaseImage>> BasesAsync()
    {
        // A Docker engine fetches its base itself.
        if (context.Options.Engine == "docker")
            return [];
        var named = context.Options.Base ?? (context.Options.Cloud == "azure" ? context.Settings.Images.Base : null);
        if (named is null)
            return [];
        var signIn = new RegistrySignIn(context);
        var bases = new BaseImages(context.Paths.BaseImages, async (registry, cancellation) => new RegistryClient(registry, await signIn.FindAsync(registry, cancellation)));
        return await bases.PullAsync(named, context.Settings.Images.Architectures, context.Cancellation);
    }

    private async Task<ReleaseManifest> WriteManifestAsync(PackingOrder order, IReadOnlyList<ReleasedService> services)
    {
        var manifest = new ReleaseManifest
        {
            Version = order.Release.Version,
            Commit = order.Release.Commit,
            Sources = order.Release.Sources,
            Created = order.Created,
            Services = services,
            MigrationHead = context.Settings.Database is null ? null : await Migrator.HeadAsync(new MigrationSource(context.MigrationsAssembly), context.Cancellation),
        };
        await manifest.WriteAsync(context.ManifestPath(order.Release), context.Cancellation);
        return manifest;
    }
}

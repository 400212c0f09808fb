using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Migrations;

namespace Frostline.Pipeline.Packing;

/// <summary>A release as images: every service published, packed and pushed, and the manifest that names them by digest.</summary>
internal sealed class Packing(BuildContext context)
{
    public async Task<ReleaseManifest> RunAsync()
    {
        var release = await context.ReleaseAsync();
        var head = await Git.HeadAsync(context.Processes, context.Paths.Root, context.Cancellation);
        var created = head?.Committed ?? DateTimeOffset.UnixEpoch;
        using var registry = await context.RegistryAsync();

        var services = await Task.WhenAll(context.Settings.Services.Values.Select(service => PackAsync(service, release, created, registry)));
        var manifest = new ReleaseManifest
        {
            Version = release.Version,
            Commit = release.Commit,
            Sources = release.Sources,
            Created = created,
            Services = services,
            MigrationHead = context.Settings.Database is null ? null : await Migrator.HeadAsync(new MigrationSource(context.MigrationsAssembly), context.Cancellation),
        };
        await manifest.WriteAsync(context.ManifestPath(release), context.Cancellation);
        return manifest;
    }

    private async Task<ReleasedService> PackAsync(ServiceSettings service, Release release, DateTimeOffset created, RegistryClient registry)
    {
        var project = Path.GetFileName(service.Project);
        var image = await ImageBuilder.BuildAsync(
            new ImageRequest
            {
                Repository = service.Image,
                Folder = await PublishAsync(service),
                EntryAssembly = $"{project}.dll",
                Created = created,
                Port = service.Port,
                Labels = new Dictionary<string, string>
                {
                    ["org.opencontainers.image.version"] = release.Version,
                    ["org.opencontainers.image.revision"] = release.Commit,
                },
            }, Path.Combine(context.Paths.Images, service.Name), context.Cancellation);
        var pushed = await registry.PushAsync(image, service.Image, release.Version, null, context.Cancellation);
        context.Print($"{service.Name,-8} {pushed.Digest}  {image.Size / 1024} kB, {pushed.UploadedBytes / 1024} kB uploaded");
        return new ReleasedService(service.Name, pushed.Reference, pushed.Digest);
    }

    /// <summary>
    /// Compiles the service for its image, apart from what tests ran: without debug symbols, which hold the paths of files that generators
    /// made, and so would give every checkout another digest.
    /// </summary>
    private async Task<string> PublishAsync(ServiceSettings service)
    {
        var folder = context.Paths.Published(service.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await context.Processes.RunAsync(
            new Command("dotnet", "publish", context.Paths.Of(service.Project), "-c", "Release", "--no-self-contained", "-p:DebugType=none",
                $"-p:ArtifactsPath={context.Paths.Packing(service.Name)}", "-o", folder, "-v", "quiet", "-clp:NoSummary")
            {
                WorkingDirectory = context.Paths.Root,
            }, context.Cancellation);
        return folder;
    }
}

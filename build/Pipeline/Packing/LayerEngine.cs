using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;
using Frostline.Images;

namespace Frostline.Pipeline.Packing;

/// <summary>Publishes the service and writes its layers here, without a container engine.</summary>
internal sealed class LayerEngine(BuildContext context) : IImageEngine
{
    public async Task<BuiltImage> BuildAsync(ServiceSettings service, PackingOrder order) => await ImageBuilder.BuildAsync(
        new ImageRequest
        {
            Repository = service.Image,
            Folder = await PublishAsync(service),
            EntryAssembly = PackingOrder.AssemblyOf(service),
            Created = order.Created,
            Port = service.Port,
            Bases = order.Bases,
            Labels = order.Labels(),
        }, Path.Combine(context.Paths.Images, service.Name), context.Cancellation);

    /// <summary>
    /// Compiles the service for its image, apart from what tests ran: without debug symbols, which hold the paths of files that generators
    /// made, and so would give every checkout another digest; and without analyzers, which judge when Compile runs.
    /// </summary>
    private async Task<string> PublishAsync(ServiceSettings service)
    {
        var folder = context.Paths.Published(service.Name);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        await context.Processes.RunAsync(
            new Command("dotnet", "publish", context.Paths.Of(service.Project), "-c", "Release", "--no-self-contained", "-p:DebugType=none", "-p:RunAnalyzers=false",
                $"-p:ArtifactsPath={context.Paths.Packing(service.Name)}", "-o", folder, "-v", "quiet", "-clp:NoSummary")
            {
                WorkingDirectory = context.Paths.Root,
            }, context.Cancellation);
        return folder;
    }
}

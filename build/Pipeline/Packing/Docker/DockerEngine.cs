using System.Globalization;
using Frostline.Delivery;
using Frostline.Delivery.Settings;
using Frostline.Images;

namespace Frostline.Pipeline.Packing.Docker;

/// <summary>
/// Builds the service from the Dockerfile in its project, on a Docker engine, and takes the image out of it. For the platform of the engine, and
/// not the same bytes each time: what <see cref="LayerEngine"/> is for.
/// </summary>
internal sealed class DockerEngine(BuildContext context) : IImageEngine
{
    private readonly DockerTool docker = new(context.FileSystem, context.Environment, context.ProcessRunner, context.Tools);

    public async Task<BuiltImage> BuildAsync(ServiceSettings service, PackingOrder order)
    {
        var file = context.Paths.Of(service.Project, "Dockerfile");
        if (!File.Exists(file))
            throw new DeliveryException($"{service.Project}/Dockerfile: is not there. Add it, or pack with --engine=layers.");
        var tag = $"frostline/{service.Name}:{order.Release.Version}";
        var folder = Path.Combine(context.Paths.Images, service.Name);
        var archive = $"{folder}.tar";
        Directory.CreateDirectory(context.Paths.Images);
        try
        {
            await Task.Run(() => docker.Build(Settings(service, order, file, tag), context.Cancellation), context.Cancellation);
            await Task.Run(() => docker.Save(new DockerSettings(), tag, archive, context.Cancellation), context.Cancellation);
            return await DockerArchive.ImportAsync(archive, folder, context.Cancellation);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    private DockerBuildSettings Settings(ServiceSettings service, PackingOrder order, string file, string tag)
    {
        var labels = order.Labels();
        labels["org.opencontainers.image.title"] = service.Image.Split('/')[^1];
        labels["org.opencontainers.image.created"] = order.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var arguments = new Dictionary<string, string> { ["PORT"] = service.Port.ToString(CultureInfo.InvariantCulture) };
        if ((context.Options.Base ?? context.Settings.Images.Base) is { } wanted)
        {
            if (wanted.Split('@') is not [var name, var digest])
                throw new DeliveryException($"--base={wanted}: is not pinned, so that the same commit could give another image tomorrow. Give registry/repository:tag@sha256:<digest>.");
            arguments["BASE"] = wanted;
            (labels["org.opencontainers.image.base.name"], labels["org.opencontainers.image.base.digest"]) = (name, digest);
        }

        if (context.Options.Sdk is { } sdk)
            arguments["SDK"] = sdk;
        return new() { Dockerfile = file, Context = context.Paths.Root, Tag = tag, BuildArguments = arguments, Labels = labels };
    }
}

using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;
using Frostline.Images;

namespace Frostline.Pipeline.Packing;

/// <summary>The integration tests of a release, packed beside the image whose database they use: a later release's schema is tried with them. See decision 0021.</summary>
internal sealed class PackedTests(BuildContext context, RegistryClient registry, SigningKey? key)
{
    public const string ArtifactType = "application/vnd.frostline.tests";

    /// <summary>Name of the test project.</summary>
    public const string ProjectAnnotation = "frostline.tests.project";

    /// <summary>Version of the release: two of them may share an image.</summary>
    public const string ReleaseAnnotation = "frostline.tests.release";

    /// <summary>The service whose image they lie beside: the first that is given the connection string.</summary>
    public static string? Beside(PipelineSettings settings) =>
        settings.Services.FirstOrDefault(service => service.Value.Secrets.Values.SelectMany(Placeholders.In).Contains(Placeholders.ConnectionString)).Key;

    /// <summary>Attaches what was compiled of the projects that the settings name; a project that was not is told, and left out.</summary>
    public async Task AttachAsync(ServiceSettings service, BuiltImage image, PackingOrder order)
    {
        if (service.Name != Beside(context.Settings))
            return;
        foreach (var project in context.Settings.Database?.Tests ?? [])
            await AttachAsync(Path.GetFileName(project), service, image, order);
    }

    private async Task AttachAsync(string project, ServiceSettings service, BuiltImage image, PackingOrder order)
    {
        var folder = context.Paths.Output(project);
        if (!File.Exists(Path.Combine(folder, $"{project}.dll")))
        {
            context.Print($"{project}: is not compiled, so that the release is packed without these tests.");
            return;
        }

        var subject = new ImageSubject(image.Manifest, ArtifactType, new Dictionary<string, string> { [ProjectAnnotation] = project, [ReleaseAnnotation] = order.Release.Version });
        var request = new ImageRequest { Repository = service.Image, Folder = folder, EntryAssembly = $"{project}.dll", Created = order.Created, Subject = subject };
        var packed = await ImageBuilder.BuildAsync(request, Path.Combine(context.Paths.Images, project), context.Cancellation);
        var attached = await registry.AttachAsync(packed, subject, service.Image, context.Cancellation);
        if (key is not null)
            await new ImageSignatures(registry).SignAsync(service.Image, packed.Manifest, key, context.Cancellation);
        context.Print($"{project}: {packed.Size / 1024} kB beside {service.Name}, {attached.UploadedBytes / 1024} kB uploaded");
    }
}

using System.Diagnostics;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Settings;
using Frostline.Images;
using Frostline.Pipeline.Packing;

namespace Frostline.Pipeline.Benchmarks;

/// <summary>The first service, packed by us and by the SDK on the same base for the same registry; then again after an edit, and a hundred times.</summary>
internal sealed class ImageTrial : Benchmark
{
    private const int Rounds = 5;
    private const int Repeats = 100;
    private const string BaseRepository = "benchmark/base";

    public override string Name => "image";

    public override string Question => "How fast is an image packed and pushed, how little goes up after an edit, and is it the same each time?";

    protected override async Task<BenchmarkReport> MeasureAsync(BuildContext context)
    {
        var service = context.Settings.Services.Values.First();
        var access = (await context.PlatformAsync()).Registry(context.Target);
        using var registry = await context.RegistryAsync();
        var order = new PackingOrder(await context.ReleaseAsync(), DateTimeOffset.UnixEpoch, [], null);
        var image = await new LayerEngine(context).BuildAsync(service, order);
        await registry.PushAsync(image, BaseRepository, "1", null, context.Cancellation);
        order = order with { Bases = await BaseAsync(context, registry, image) };

        List<double> own = [], sdk = [];
        for (var round = 0; round <= Rounds; round++)
        {
            var (ours, theirs) = (await TimeAsync(() => PackAsync(context, registry, service, order)), await TimeAsync(() => PublishContainerAsync(context, access, service)));
            if (round == 0)
                continue; // Both compile and restore once.
            own.Add(ours);
            sdk.Add(theirs);
        }

        var (share, edited) = await EditAsync(context, registry, service, order);
        var (digests, each) = await RepeatAsync(context, service, order);
        var (mine, other) = (Median(own), Median(sdk));
        return new(
            [
                new("ours, as a share of PublishContainer", mine / other, null, 1),
                new("uploaded after an edit, as a share of the image", share, null, 0.05),
                new($"digests of {Repeats} builds", digests, null, 1),
            ],
            [
                Shown($"  ours              {mine:0.00} s, published, packed and pushed; median of {Rounds}"),
                Shown($"  PublishContainer  {other:0.00} s, the same project, base and registry: {other / mine:0.0} times as long"),
                Shown($"  after an edit     {edited / 1024} kB uploaded, {share:0.0%} of the image"),
                Shown($"  {Repeats} builds        {digests} digest, {each * 1000:0} ms each"),
            ],
            new { Seconds = mine, SdkSeconds = other, Ratio = other / mine, UploadedShareAfterEdit = share, UploadedBytesAfterEdit = edited, Builds = Repeats, Digests = digests, SecondsEach = each });
    }

    private static async Task PackAsync(BuildContext context, RegistryClient registry, ServiceSettings service, PackingOrder order) =>
        await registry.PushAsync(await new LayerEngine(context).BuildAsync(service, order), "benchmark/ours", "1", null, context.Cancellation);

    private static async Task PublishContainerAsync(BuildContext context, Delivery.Platforms.RegistryAccess access, ServiceSettings service) => await context.Processes.RunAsync(
        new Command("dotnet", "publish", context.Paths.Of(service.Project), "-c", "Release", "-t:PublishContainer", "-v", "quiet", "-clp:NoSummary",
            $"-p:ArtifactsPath={context.Paths.Packing($"{service.Name}-sdk")}", $"-p:ContainerRegistry={access.Server}", "-p:ContainerRepository=benchmark/sdk", "-p:ContainerImageTag=1",
            $"-p:ContainerBaseImage={access.Server}/{BaseRepository}:1")
        {
            WorkingDirectory = context.Paths.Root,
            Environment = new Dictionary<string, string?>
            {
                ["DOTNET_CONTAINER_INSECURE_REGISTRIES"] = access.Server, ["DOTNET_CONTAINER_REGISTRY_UNAME"] = access.User, ["DOTNET_CONTAINER_REGISTRY_PWORD"] = access.Password?.Reveal(),
            },
        }, context.Cancellation);

    private static async Task<IReadOnlyList<BaseImage>> BaseAsync(BuildContext context, RegistryClient registry, BuiltImage image)
    {
        var folder = Directory.CreateTempSubdirectory("frostline-base-").FullName;
        var bases = new BaseImages(folder, (_, _) => context.RegistryAsync());
        try
        {
            var pulled = await bases.PullAsync($"{registry.Address}/{BaseRepository}@{image.Digest}", [image.Platforms[0].Architecture], context.Cancellation);
            // The base is in the registry that is pushed to: its layers need not be here.
            return [.. pulled.Select(one => one with { Blobs = null })];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One line more in the service's sources, compiled anew in a copy of them.</summary>
    private static async Task<(double Share, long Bytes)> EditAsync(BuildContext context, RegistryClient registry, ServiceSettings service, PackingOrder order)
    {
        var before = await BuildAsync(context, context.Paths.Published(service.Name), service, order with { Bases = [] }, "before");
        await registry.PushAsync(before, "benchmark/edited", "1", null, context.Cancellation);
        var copy = Directory.CreateTempSubdirectory("frostline-image-").FullName;
        try
        {
            Copy(context.Paths.Root, copy);
            await File.WriteAllTextAsync(Path.Combine(copy, service.Project, "Edited.cs"), "internal static class Edited { public const int Line = 1; }\n", context.Cancellation);
            var published = Path.Combine(copy, "published");
            await context.Processes.RunAsync(new Command("dotnet", "publish", Path.Combine(copy, service.Project), "-c", "Release", "--no-self-contained", "-p:DebugType=none", "-o", published, "-v", "quiet", "-clp:NoSummary") { WorkingDirectory = copy }, context.Cancellation);
            var after = await BuildAsync(context, published, service, order with { Bases = [] }, "after");
            var pushed = await registry.PushAsync(after, "benchmark/edited", "2", null, context.Cancellation);
            return after.Digest == before.Digest ? throw new DeliveryException("image: the edit changed nothing, so that nothing was measured.") : ((double)pushed.UploadedBytes / before.Size, pushed.UploadedBytes);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task<(int Digests, double Seconds)> RepeatAsync(BuildContext context, ServiceSettings service, PackingOrder order)
    {
        var digests = new HashSet<string>();
        var seconds = await TimeAsync(async () =>
        {
            for (var build = 0; build < Repeats; build++)
                digests.Add((await BuildAsync(context, context.Paths.Published(service.Name), service, order, "again")).Digest);
        });
        return (digests.Count, seconds / Repeats);
    }

    private static Task<BuiltImage> BuildAsync(BuildContext context, string published, ServiceSettings service, PackingOrder order, string name) => ImageBuilder.BuildAsync(
        new ImageRequest { Repository = service.Image, Folder = published, EntryAssembly = PackingOrder.AssemblyOf(service), Created = order.Created, Port = service.Port, Bases = order.Bases, Labels = order.Labels() },
        Path.Combine(context.Paths.Benchmarks, $"image-{name}"), context.Cancellation);

    private static void Copy(string root, string target)
    {
        var files = Directory.EnumerateFiles(root).Concat(Directory.EnumerateFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories));
        foreach (var file in files)
        {
            var to = Path.Combine(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

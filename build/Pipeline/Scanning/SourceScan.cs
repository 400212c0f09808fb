using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Pipeline.Deploying;
using Frostline.Pipeline.Provisioning;
using Frostline.Scanning;
using Frostline.Scanning.Code;
using Frostline.Scanning.Containers;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.External;
using Frostline.Scanning.Policies;
using Frostline.Scanning.Reports;
using Frostline.Scanning.Runtimes;
using Frostline.Scanning.Sboms;
using Frostline.Scanning.Secrets;
using Frostline.Scanning.Web;
using Frostline.Scanning.Workflows;

namespace Frostline.Pipeline.Scanning;

/// <summary>This checkout, or the folder that <c>--path</c> names, scanned and told.</summary>
internal sealed class SourceScan(BuildContext context)
{
    private readonly string root = context.Options.Path is { } path ? Path.GetFullPath(path, context.Paths.Root) : context.Paths.Root;

    /// <summary>An archive by itself is scanned by the policy of this checkout.</summary>
    private bool OfArchive => File.Exists(root);

    private bool OfCheckout => context.Options.Path is null;

    /// <exception cref="DeliveryException">The policy forbids what was found, or data is missing that it does not let be missing.</exception>
    public async Task RunAsync()
    {
        if (!Directory.Exists(root) && !OfArchive)
            throw new OptionsException([$"--path: '{context.Options.Path}' is neither a folder nor an archive of an image. Give one that is there."]);
        var passed = OfCheckout ? await ScannedBefore.ReadAsync(context) : null;
        if (context.Gate.OnlyDeploys && passed?.HoldsStill == true)
        {
            context.Print("Scanned today, and nothing has changed since.");
            return;
        }

        passed?.Forget();
        await ScanAsync();
        if (passed is not null)
            await passed.WriteAsync(context.Cancellation);
    }

    private async Task ScanAsync()
    {
        var policy = ScanPolicy.Read(OfArchive ? context.Paths.Root : root);
        using var http = WebScanner.Client();
        IScanner[] scanners = OfArchive ? [.. OfImages(policy, [], [root])] : [.. OfFiles(policy), .. context.Gate.OnlyDeploys ? [] : await SlowAsync(policy, http)];
        var result = await new Scan(scanners, policy, TimeProvider.System).RunAsync(context.Cancellation);
        await ScanArtifacts.WriteAsync(result, context.Paths.Scan, context.Cancellation);
        if (OfCheckout)
            await WriteSbomsAsync();
        if (context.Options.UpdateBaseline)
            await ScanArtifacts.AcceptAsync(result, OfArchive ? context.Paths.Root : root, context.Cancellation);

        context.Print(ScanTable.Render(result));
        context.Print($"{context.Paths.Relative(context.Paths.Scan)}/report.md");
        Judge(result);
    }

    /// <summary>Quick enough for every deployment.</summary>
    private IScanner[] OfFiles(ScanPolicy policy) =>
    [
        new SecretScanner(root, policy.Exclude),
        new DependencyScanner(root, policy, TimeProvider.System) { Projects = context.Gate.OnlyDeploys ? Shipped() : null, TellOutdated = !context.Gate.OnlyDeploys },
        new WorkflowScanner(root, policy.Exclude),
        new DockerfileScanner(root, policy.Exclude),
    ];

    private IReadOnlyList<string> Shipped()
    {
        var projects = context.Settings.Services.Values.Select(service => service.Project);
        return ProjectClosure.Of(root, context.Settings.Database is { } database ? projects.Append(database.Project) : projects);
    }

    /// <summary>Which packages a project gets is known once it was restored, and only what a deployment needs was compiled.</summary>
    private async Task RestoreAsync() => await context.Processes.RunAsync(
        new Command("dotnet", "restore", context.Paths.Solution, "-v", "quiet") { WorkingDirectory = root, Deadline = TimeSpan.FromMinutes(5) }, context.Cancellation);

    private async Task<IReadOnlyList<IScanner>> SlowAsync(ScanPolicy policy, HttpClient http)
    {
        var addresses = await AddressesAsync();
        List<IScanner> scanners =
        [
            new HistoryScanner(context.Processes, root, policy.Exclude) { Since = context.Options.Since },
            new InfrastructureScanner(root, Variables.Of(context.Environment)),
            .. OfImages(policy, OfCheckout ? [.. context.Settings.Services.Keys] : [], [.. policy.Images.Select(image => Path.GetFullPath(image, root)), .. IsLayout ? [root] : Array.Empty<string>()]),
            .. ExternalTool.All(context.Processes, root, policy, addresses),
        ];
        if (OfCheckout)
        {
            await RestoreAsync();
            scanners.Add(new CodeScanner(context.Processes, root, [.. context.Settings.Services.Values.Select(service => service.Project)], context.Paths.Of("artifacts", "scan-code")));
        }

        if (OfCheckout || addresses.Count > 0)
            scanners.Add(new WebScanner(http, addresses));
        return scanners;
    }

    private bool IsLayout => File.Exists(Path.Combine(root, "oci-layout"));

    /// <summary>What images hold, and the runtimes that they and the tree name.</summary>
    private IEnumerable<IScanner> OfImages(ScanPolicy policy, IReadOnlyList<string> packed, IReadOnlyList<string> archives)
    {
        if (OfCheckout || archives.Count > 0)
            yield return new ImageScanner(context.Paths.Images, packed, policy) { Archives = archives };
        yield return new RuntimeScanner(OfArchive ? context.Paths.Root : root, policy, [.. packed.Select(name => Path.Combine(context.Paths.Images, name)), .. archives], TimeProvider.System) { ReadsSources = !OfArchive };
    }

    /// <summary>What <c>--url</c> names, else what runs in the environment; nothing is started to be looked at.</summary>
    private async Task<IReadOnlyList<Uri>> AddressesAsync()
    {
        if (context.Options.Load.Url is { } given)
            return [given];
        if (!OfCheckout)
            return [];
        var status = await StatusReading.ReadAsync(context);
        return [.. status?.Apps.Select(app => app.Url).OfType<Uri>() ?? []];
    }

    private async Task WriteSbomsAsync()
    {
        var release = await context.ReleaseAsync();
        var head = await context.HeadAsync();
        foreach (var service in context.Settings.Services.Values)
        {
            var sbom = new Sbom(service.Name, service.Project, release.Version, head?.Committed ?? DateTimeOffset.UnixEpoch).Write(root);
            await AtomicFile.WriteAsync(Path.Combine(context.Paths.Scan, "sbom", $"{service.Name}.cdx.json"), System.Text.Encoding.UTF8.GetBytes(sbom), context.Cancellation);
        }
    }

    private static void Judge(ScanResult result)
    {
        if (result.Verdict == ScanVerdict.Fail)
            throw new DeliveryException($"scan: {result.Forbidden.Count()} findings are forbidden. Mend what is listed above, or accept it in infrastructure/scan.json with a reason and a day.");
        if (result.Verdict == ScanVerdict.Inconclusive)
            throw new DeliveryException("scan: inconclusive: data is missing, as told above. Give it, or let the scanner be inconclusive in infrastructure/scan.json with a reason.");
    }
}

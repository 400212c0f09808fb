using Frostline.Delivery;
using Frostline.Scanning;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.Policies;
using Frostline.Scanning.Reports;
using Frostline.Scanning.Secrets;
using Frostline.Scanning.Workflows;

namespace Frostline.Pipeline.Scanning;

/// <summary>This checkout, or the folder that <c>--path</c> names, scanned and told.</summary>
internal sealed class SourceScan(BuildContext context)
{
    private readonly string root = context.Options.Path is { } path ? Path.GetFullPath(path, context.Paths.Root) : context.Paths.Root;

    /// <exception cref="DeliveryException">The policy forbids what was found, or data is missing that it does not let be missing.</exception>
    public async Task RunAsync()
    {
        if (!Directory.Exists(root))
            throw new OptionsException([$"--path: '{context.Options.Path}' is no folder. Give one that is there."]);
        var policy = ScanPolicy.Read(root);
        var result = await new Scan(Scanners(policy), policy, TimeProvider.System).RunAsync(context.Cancellation);
        await ScanArtifacts.WriteAsync(result, context.Paths.Scan, context.Cancellation);
        if (context.Options.UpdateBaseline)
            await ScanArtifacts.AcceptAsync(result, root, context.Cancellation);

        context.Print(ScanTable.Render(result));
        context.Print($"{context.Paths.Relative(context.Paths.Scan)}/report.md");
        Judge(result);
    }

    private List<IScanner> Scanners(ScanPolicy policy)
    {
        var since = context.Options.Since;
        return
        [
            new SecretScanner(root, policy.Exclude),
            new HistoryScanner(context.Processes, root, policy.Exclude) { Since = since },
            new DependencyScanner(root, policy, TimeProvider.System),
            new WorkflowScanner(root, policy.Exclude),
            new DockerfileScanner(root, policy.Exclude),
        ];
    }

    private static void Judge(ScanResult result)
    {
        if (result.Verdict == ScanVerdict.Fail)
            throw new DeliveryException($"scan: {result.Forbidden.Count()} findings are forbidden. Mend what is listed above, or accept it in infrastructure/scan.json with a reason and a day.");
        if (result.Verdict == ScanVerdict.Inconclusive)
            throw new DeliveryException("scan: inconclusive: data is missing, as told above. Give it, or let the scanner be inconclusive in infrastructure/scan.json with a reason.");
    }
}

using System.Text.Json;
using System.Text.RegularExpressions;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Scanning.Code;
using Frostline.Scanning.Findings;
using Frostline.Scanning.Policies;

namespace Frostline.Scanning.External;

/// <summary>
/// Another scanner, used when this machine has it; its SARIF is read. One that is not there is said to be missing: that is allowed
/// unless the policy pins its version, which asks for it.
/// </summary>
public sealed class ExternalTool : IScanner
{
    private const string Optional = "It is a second opinion, used where it is installed.";

    private readonly ProcessRunner processes;
    private readonly string root;
    private readonly KnownTool tool;
    private readonly string? pinned;

    internal ExternalTool(ProcessRunner processes, string root, KnownTool tool, ScanPolicy policy) =>
        (this.processes, this.root, this.tool, pinned) = (processes, root, tool, policy.Tools.GetValueOrDefault(tool.Name));

    public string Name => tool.Name;

    /// <summary>Applications that run, for tools that look at those; default none.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];

    /// <summary>Where its program lies; null: on the search path.</summary>
    internal string? Folder { get; init; }

    /// <summary>How long one run may take.</summary>
    internal TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(8);

    private string Version => pinned ?? tool.Version;

    private string Program => Folder is null ? tool.Program : Path.Combine(Folder, tool.Program);

    /// <summary>Those that are known: gitleaks, trivy, codeql and zap.</summary>
    /// <param name="processes">Runs them.</param>
    /// <param name="root">The tree.</param>
    /// <param name="policy">Pins their versions.</param>
    /// <param name="addresses">Applications that run.</param>
    public static IReadOnlyList<ExternalTool> All(ProcessRunner processes, string root, ScanPolicy policy, IReadOnlyList<Uri> addresses) =>
        [.. KnownTool.All.Select(tool => new ExternalTool(processes, root, tool, policy) { Addresses = addresses })];

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("frostline-scan-");
        try
        {
            return await LookAsync(new(root, folder.FullName, Addresses), cancellation);
        }
        catch (ProcessNotStartedException)
        {
            return Lacking($"{Name} is not installed.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<Sighting> LookAsync(ToolWork work, CancellationToken cancellation)
    {
        var said = (await RunAsync(tool.Asks, TimeSpan.FromSeconds(60), cancellation)).StandardOutput;
        var version = Regex.Match(said, tool.VersionPattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture).Groups["version"].Value;
        if (version != Version && !version.StartsWith($"{Version}.", StringComparison.Ordinal))
            return Lacking($"{Name} is here in version {(version.Length > 0 ? version : "unknown")}, and {Version} is asked for: install that one, or change tools in infrastructure/scan.json.");
        if (tool.Idle(work) is { } idle)
            return new($"{Name} {version}: {idle}", []);
        await File.WriteAllTextAsync(work.Plan, work.ZapPlan(), cancellation);
        foreach (var arguments in tool.Runs(work))
            await RunAsync(arguments, Deadline, cancellation);
        return Read(work, version) is var sighting && sighting.Missing is null ? sighting with { Missing = tool.Lacks(said) } : sighting;
    }

    private Task<ProcessOutcome> RunAsync(string[] arguments, TimeSpan deadline, CancellationToken cancellation) =>
        processes.RunAsync(new Command(Program, arguments) { WorkingDirectory = root, Deadline = deadline }, cancellation);

    private Sighting Read(ToolWork work, string version)
    {
        var reports = Directory.GetFiles(work.Place, "*.sarif").Order(StringComparer.Ordinal).ToArray();
        if (reports.Length == 0)
            return Sighting.Without($"{Name} {version} wrote no SARIF.");
        return new($"{Name} {version}", [.. reports.SelectMany(ReadReport)]);
    }

    private IReadOnlyList<Finding> ReadReport(string report)
    {
        try
        {
            using var sarif = File.OpenRead(report);
            return new SarifFindings(Name, root).Read(sarif);
        }
        catch (JsonException malformed)
        {
            throw new DeliveryException($"{Name}: its report {malformed.Message} Scan again, or remove the tool.", malformed);
        }
    }

    private Sighting Lacking(string missing) => Sighting.Without(missing) with { Optional = pinned is null ? Optional : null };
}

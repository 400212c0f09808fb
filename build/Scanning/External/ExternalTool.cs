using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Scanning.Code;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.External;

/// <summary>Another scanner, used when this machine has it; its SARIF is read. One that is not there is said to be missing.</summary>
public sealed class ExternalTool : IScanner
{
    private readonly ProcessRunner processes;
    private readonly string root;
    private readonly string version;
    private readonly string[] asks;
    private readonly Func<string, string[]> scans;

    private ExternalTool(ProcessRunner processes, string root, (string Name, string Version, string[] Asks, Func<string, string[]> Scans) tool) =>
        (this.processes, this.root, Name, version, asks, scans) = (processes, root, tool.Name, tool.Version, tool.Asks, tool.Scans);

    public string Name { get; }

    /// <summary>Those that are known, each held to the version its output was read with.</summary>
    public static IReadOnlyList<ExternalTool> All(ProcessRunner processes, string root) =>
    [
        new(processes, root, ("gitleaks", "8.", ["version"], report => ["dir", root, "--report-format", "sarif", "--report-path", report, "--redact", "--no-banner", "--exit-code", "0"])),
        new(processes, root, ("trivy", "0.", ["version", "--format", "json"], report => ["fs", "--format", "sarif", "--output", report, "--quiet", "--offline-scan", "--skip-db-update", "--scanners", "vuln,misconfig", root])),
    ];

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var said = (await processes.RunAsync(new Command(Name, asks) { Deadline = TimeSpan.FromSeconds(20) }, cancellation)).StandardOutput;
            return Matches(said) ? await ScanAsync(cancellation) : Sighting.Without($"{Name} is here, but not in version {version}x. Install that one.");
        }
        catch (ProcessNotStartedException)
        {
            return Sighting.Without($"{Name} is not installed.");
        }
    }

    private bool Matches(string said) => said.TrimStart('v', ' ').StartsWith(version, StringComparison.Ordinal) || said.Contains($"\"{version}", StringComparison.Ordinal);

    private async Task<Sighting> ScanAsync(CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("frostline-scan-");
        try
        {
            var report = Path.Combine(folder.FullName, $"{Name}.sarif");
            await processes.RunAsync(new Command(Name, scans(report)) { WorkingDirectory = root, Deadline = TimeSpan.FromMinutes(5) }, cancellation);
            await using var sarif = File.OpenRead(report);
            return new($"{Name} {version}x", new SarifFindings(Name, root).Read(sarif));
        }
        catch (JsonException malformed)
        {
            throw new DeliveryException($"{Name}: its report {malformed.Message} Scan again, or remove the tool.", malformed);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

namespace Frostline.Scanning.External;

/// <summary>What another scanner is to look at, and where it may write.</summary>
/// <param name="Root">The tree.</param>
/// <param name="Place">A folder of its own, gone afterwards.</param>
/// <param name="Addresses">Applications that run.</param>
internal sealed record ToolWork(string Root, string Place, IReadOnlyList<Uri> Addresses)
{
    public bool HasProjects => new Files.SourceFiles(Root, []).All().Any(path => path.EndsWith(".csproj", StringComparison.OrdinalIgnoreCase));

    public string Plan => Path.Combine(Place, "plan.yaml");

    public string Folder(string name) => Path.Combine(Place, name);

    public string Report(string name) => Path.Combine(Place, $"{name}.sarif");

    /// <summary>What ZAP is told to do: walk for a minute, listen, report; nothing is attacked.</summary>
    public string ZapPlan() =>
        $$"""
        env:
          contexts:
            - name: application
              urls: [{{string.Join(", ", Addresses.Select(address => $"\"{address.AbsoluteUri}\""))}}]
          parameters: { failOnError: true, failOnWarning: false, progressToStdout: false }
        jobs:
          - type: spider
            parameters: { context: application, maxDuration: 1 }
          - type: passiveScan-wait
            parameters: { maxDuration: 5 }
          - type: report
            parameters: { template: sarif-json, reportDir: "{{Place}}", reportFile: zap.sarif }

        """;
}

namespace Frostline.Scanning.External;

/// <summary>How another scanner is asked for its version, and to look.</summary>
/// <param name="Name">Its name in the policy and in reports.</param>
/// <param name="Program">The program on the search path.</param>
/// <param name="Version">Beginning of the versions whose options and output are known; the policy may pin it closer.</param>
/// <param name="Asks">Arguments that make it tell its version.</param>
/// <param name="Runs">Arguments of each run, one after the other; each report ends in <c>.sarif</c> in the working folder.</param>
internal sealed record KnownTool(string Name, string Program, string Version, string[] Asks, Func<ToolWork, IEnumerable<string[]>> Runs)
{
    /// <summary>Finds its version in what it says; the group <c>version</c>.</summary>
    public string VersionPattern { get; init; } = @"(?<version>\d+(\.\d+)+)";

    /// <summary>Why there is nothing for it to look at; null when there is.</summary>
    public Func<ToolWork, string?> Idle { get; init; } = _ => null;

    /// <summary>What it lacks to be believed, told from what it says of its version; null for nothing.</summary>
    public Func<string, string?> Lacks { get; init; } = _ => null;

    public static IReadOnlyList<KnownTool> All { get; } =
    [
        new("gitleaks", "gitleaks", "8", ["version"], Gitleaks),
        new("trivy", "trivy", "0", ["version", "--format", "json"], work =>
            [["fs", "--format", "sarif", "--output", work.Report("trivy"), "--quiet", "--offline-scan", "--skip-db-update", "--skip-check-update", "--scanners", "vuln,misconfig", work.Root]])
        {
            Lacks = said => said.Contains("\"VulnerabilityDB\"", StringComparison.Ordinal) ? null : "trivy has no vulnerability database: fetch it with trivy image --download-db-only.",
        },
        new("codeql", "codeql", "2", ["version", "--format=terse"], work =>
        [
            ["database", "create", work.Folder("database"), "--language=csharp", "--build-mode=none", $"--source-root={work.Root}", "--quiet"],
            ["database", "analyze", work.Folder("database"), "codeql/csharp-queries:codeql-suites/csharp-security-extended.qls", "--format=sarif-latest", $"--output={work.Report("codeql")}", "--quiet"],
        ])
        {
            Idle = work => work.HasProjects ? null : "no C# project",
        },
        new("zap", "zap.sh", "2", ["-cmd", "-version"], work => [["-cmd", "-autorun", work.Plan]])
        {
            VersionPattern = @"(?m)^(?<version>\d+(\.\d+)+)\s*$",
            Idle = work => work.Addresses.Count == 0 ? "no address that answers" : null,
        },
    ];

    private static IEnumerable<string[]> Gitleaks(ToolWork work)
    {
        yield return ["dir", work.Root, .. Report("files")];
        if (Directory.Exists(Path.Combine(work.Root, ".git")))
            yield return ["git", work.Root, .. Report("history")];

        string[] Report(string name) => ["--report-format", "sarif", "--report-path", work.Report(name), "--redact", "--no-banner", "--exit-code", "0"];
    }
}

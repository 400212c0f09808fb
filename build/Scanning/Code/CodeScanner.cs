using System.Globalization;
using System.Text.Json;
using Frostline.Delivery;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Code;

/// <summary>What the SDK's and Sonar's analyzers say of projects. They compile apart from the build, which Sonar's rules neither slow down nor fail.</summary>
/// <param name="processes">Runs the compiler.</param>
/// <param name="root">The checkout.</param>
/// <param name="projects">Folders of the projects, relative to it.</param>
/// <param name="work">Where to compile; kept, so that only what changed is compiled the next time.</param>
public sealed class CodeScanner(ProcessRunner processes, string root, IReadOnlyList<string> projects, string work) : IScanner
{
    private static readonly JsonException Nothing = new("is empty");

    public string Name => "code";

    /// <summary>How long the compiler may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(8);

    public async Task<Sighting> LookAsync(CancellationToken cancellation)
    {
        if (projects.Count == 0)
            return Sighting.Without("There is no project to analyse.");
        var logs = Path.Combine(work, "sarif");
        Directory.CreateDirectory(logs);
        await CompileUnlessDoneAsync(logs, cancellation);

        var files = Directory.GetFiles(logs, "*.sarif").Order(StringComparer.Ordinal).ToArray();
        var findings = files.SelectMany(Read).DistinctBy(finding => (finding.Rule, finding.Place, finding.Fact)).ToArray();
        return new(string.Create(CultureInfo.InvariantCulture, $"{files.Length} projects, the SDK's analyzers and SonarAnalyzer.CSharp"), findings)
        {
            Missing = files.Length == 0 ? "The compiler wrote no SARIF." : null,
        };
    }

    /// <summary>The same sources get the same answers: what was analysed is not compiled again.</summary>
    private async Task CompileUnlessDoneAsync(string logs, CancellationToken cancellation)
    {
        var stamp = Path.Combine(work, "analysed");
        var sources = await SourceTree.HashAsync(root, ProjectClosure.Of(root, projects), [.. SourceHash.RootFiles, ".editorconfig"], cancellation);
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellation) == sources)
            return;
        File.Delete(stamp);
        var props = Path.Combine(work, "analyzers.props");
        await File.WriteAllTextAsync(props, Props(logs), cancellation);
        foreach (var project in projects)
            await CompileAsync(project, props, cancellation);
        await AtomicFile.WriteAsync(stamp, System.Text.Encoding.UTF8.GetBytes(sources), cancellation);
    }

    private async Task CompileAsync(string project, string props, CancellationToken cancellation)
    {
        var command = new Command("dotnet", "build", Path.Combine(root, project), "-c", "Release", $"-p:ArtifactsPath={Path.Combine(work, "build")}", $"-p:CustomAfterMicrosoftCommonProps={props}", "-v", "quiet", "-clp:NoSummary", "-nodeReuse:false")
        {
            WorkingDirectory = root, Deadline = Deadline,
        };
        await processes.RunAsync(command, cancellation);
    }

    private Finding[] Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length == 0)
                throw Nothing;
            return [.. new SarifFindings("code", root).Read(stream)];
        }
        catch (JsonException malformed)
        {
            throw new DeliveryException($"{Path.GetFileName(file)}: {malformed.Message} Delete {work} and scan again.", malformed);
        }
    }

    private static string Props(string logs) =>
        $"""
        <Project>
          <PropertyGroup>
            <ErrorLog>{System.Security.SecurityElement.Escape(logs)}/$(MSBuildProjectName).sarif,version=2.1</ErrorLog>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="SonarAnalyzer.CSharp" VersionOverride="10.36.0.15337" PrivateAssets="all" />
          </ItemGroup>
        </Project>
        """;
}

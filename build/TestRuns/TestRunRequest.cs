namespace Frostline.TestRuns;

/// <summary>A built test project.</summary>
/// <param name="Name">Name of the project, unique in the run: its results are kept in a folder of that name.</param>
/// <param name="AssemblyPath">Its built dll.</param>
public sealed record TestProject(string Name, string AssemblyPath);

/// <summary>What to test, and what to ask of it.</summary>
public sealed record TestRunRequest
{
    /// <summary>The projects, started in this order.</summary>
    public required IReadOnlyList<TestProject> Projects { get; init; }

    /// <summary>The checkout: failures are located relative to it.</summary>
    public required string RepositoryRoot { get; init; }

    /// <summary>Where TRX files, coverage and <c>summary.json</c> go; usually <c>artifacts/test</c>.</summary>
    public required string ResultsFolder { get; init; }

    /// <summary>Part of the full names (namespace, class, method) of the tests to run; default all. A filtered run is not held to the line gate.</summary>
    public string? Filter { get; init; }

    /// <summary>True (default) measures line coverage and writes an HTML report; false starts about a second per project sooner.</summary>
    public bool Coverage { get; init; } = true;

    /// <summary>Least line coverage in percent over all projects together; default 0, no gate.</summary>
    public double LineGate { get; init; }

    /// <summary>Assemblies that count for coverage, by name; <c>*</c> stands for any characters. Test assemblies never count.</summary>
    public IReadOnlyList<string> IncludeInCoverage { get; init; } = ["*"];

    /// <summary>Projects running at the same time; default 2.</summary>
    public int MaxParallel { get; init; } = 2;

    /// <summary>Longest run of one project; default 10 minutes. A project that takes longer is ended and has failed.</summary>
    public TimeSpan ProjectDeadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Variables that the tests' processes get. Default none besides those they inherit.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>Which variables they inherit. Default all.</summary>
    public Func<string, bool> Inherits { get; init; } = _ => true;

    /// <summary>The <c>dotnet</c> to start; default the one on the search path.</summary>
    public string DotNet { get; init; } = "dotnet";
}

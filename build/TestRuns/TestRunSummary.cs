using System.Text.Json.Serialization;

namespace Frostline.TestRuns;

/// <summary>Missing results are never a pass.</summary>
public enum TestVerdict
{
    /// <summary>Tests ran, none failed, the gate is met.</summary>
    Pass,

    /// <summary>A test failed, a project crashed or hung, or coverage is under its gate.</summary>
    Fail,

    /// <summary>Nothing failed, but nothing was shown either: a project ran no test, or coverage came out empty.</summary>
    Inconclusive,
}

/// <summary>What a test run showed. Written as <c>summary.json</c>.</summary>
public sealed record TestRunSummary
{
    public required TestVerdict Verdict { get; init; }

    /// <summary>Why the verdict is not a pass, one sentence each, failed tests apart.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    public required int Passed { get; init; }

    public required int Failed { get; init; }

    public required int Skipped { get; init; }

    /// <summary>Wall clock of the whole run.</summary>
    public required double Seconds { get; init; }

    /// <summary>Covered lines in percent, over all projects together; null when not measured.</summary>
    public required double? LineCoverage { get; init; }

    /// <summary>The percentage asked for; 0 when there is no gate.</summary>
    public required double LineGate { get; init; }

    public required IReadOnlyList<AssemblyCoverage> Assemblies { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<ProjectResult> Projects { get; init; }

    public required IReadOnlyList<TestFailure> Failures { get; init; }

    /// <summary>The five tests that took longest.</summary>
    public required IReadOnlyList<SlowTest> Slowest { get; init; }

    /// <summary>Path of the HTML coverage report; null when there is none.</summary>
    public required string? CoverageReport { get; init; }

    /// <summary>Last line of a run: <c>12 passed, 0 failed, 1 skipped</c>.</summary>
    [JsonIgnore]
    public string ClosingLine => $"{Passed} passed, {Failed} failed, {Skipped} skipped";

    /// <summary>The same line over several runs.</summary>
    public static string ClosingLineOf(IReadOnlyList<TestRunSummary> runs) => CombinedSummary.Of(runs).ClosingLine;
}

/// <summary>One project of a run.</summary>
/// <param name="Name">Name of the project.</param>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed.</param>
/// <param name="Skipped">Tests that were skipped.</param>
/// <param name="Seconds">From its start to its end.</param>
/// <param name="Problem">How the project itself went wrong (crashed, hung, left no results), with its last output; null when it ended well.</param>
public sealed record ProjectResult(string Name, int Passed, int Failed, int Skipped, double Seconds, string? Problem);

/// <summary>A failed test.</summary>
/// <param name="Project">Its project.</param>
/// <param name="Test">Its full name.</param>
/// <param name="Message">What it said.</param>
/// <param name="File">First source file of its stack that is in the repository, relative to it; null when there is none.</param>
/// <param name="Line">Line in that file, from 1.</param>
public sealed record TestFailure(string Project, string Test, string Message, string? File, int? Line);

/// <summary>A test and how long it took.</summary>
public sealed record SlowTest(string Project, string Test, double Seconds);

/// <summary>Coverage of one assembly: a line counts when any project ran it.</summary>
public sealed record AssemblyCoverage(string Name, int CoveredLines, int Lines)
{
    /// <summary>Covered lines of a hundred, cut to one decimal so that what misses a gate never reads as if it met it.</summary>
    public double Percent => Lines == 0 ? 0 : Math.Floor(1000.0 * CoveredLines / Lines) / 10;
}

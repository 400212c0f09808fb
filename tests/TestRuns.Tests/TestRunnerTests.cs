using System.Text.Json;
using Frostline.Delivery.Processes;
using Testing;

namespace Frostline.TestRuns.Tests;

/// <summary>Real runs of a small test project that fails, crashes or hangs as its filter says.</summary>
public sealed class TestRunnerTests : IDisposable
{
    private readonly TemporaryFolder results = new();
    private readonly List<string> progress = [];
    private readonly TestRunner runner = new(new ProcessRunner(TimeProvider.System), TimeProvider.System);

    public void Dispose() => results.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string SampleAssembly => Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "TestRuns.Sample", Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')), "TestRuns.Sample.dll"));

    private TestRunRequest Request(string filter) => new()
    {
        Projects = [new TestProject("Sample", SampleAssembly)],
        RepositoryRoot = Checkout.Root,
        ResultsFolder = results.Path,
        Filter = filter,
        Coverage = false,
    };

    [Fact]
    public async Task Run_WhenATestFails_TellsWhichAndWhere()
    {
        var summary = await runner.RunAsync(Request("Sample.Mixed"), progress.Add, Cancellation);

        ShouldBeMixed(summary);
        progress[0].ShouldBe("Sample: started");
        progress[1].ShouldStartWith("Sample: 1 passed, 1 failed, 1 skipped (");
        using var written = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(results.Path, "summary.json"), Cancellation));
        written.RootElement.GetProperty("verdict").GetString().ShouldBe("fail");
        written.RootElement.GetProperty("projects")[0].GetProperty("failed").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Run_WithCoverage_MeasuresLinesAndWritesAReport()
    {
        var request = Request("Sample.Mixed") with { Coverage = true, IncludeInCoverage = ["Frostline.Delivery"] };
        var before = await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(SampleAssembly)!, "Frostline.Delivery.dll"), Cancellation);

        var summary = await runner.RunAsync(request, progress.Add, Cancellation);

        ShouldBeMixed(summary);
        var assembly = summary.Assemblies.ShouldHaveSingleItem();
        assembly.Name.ShouldBe("Frostline.Delivery");
        assembly.CoveredLines.ShouldBeInRange(1, assembly.Lines - 1);
        summary.LineCoverage.ShouldBe(assembly.Percent);
        (await File.ReadAllTextAsync(results.Combine("Sample", "coverage.cobertura.xml"), Cancellation))
            .ShouldContain("ProcessRunner/&lt;RunAsync&gt;", customMessage: "asynchronous methods count as well");
        File.Exists(summary.CoverageReport).ShouldBeTrue();
        (await File.ReadAllBytesAsync(Path.Combine(Path.GetDirectoryName(SampleAssembly)!, "Frostline.Delivery.dll"), Cancellation)).ShouldBe(before);
    }

    [Fact]
    public async Task Run_WithCoverage_WhenCancelled_LeavesNoRewrittenAssembly()
    {
        var assembly = Path.Combine(Path.GetDirectoryName(SampleAssembly)!, "Frostline.Delivery.dll");
        var before = await File.ReadAllBytesAsync(assembly, Cancellation);
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var run = runner.RunAsync(
            Request("Sample.Hang") with { Coverage = true, IncludeInCoverage = ["Frostline.*"] }, progress.Add, cancelled.Token);
        await Eventually.Is(() => new FileInfo(assembly).Length != before.Length, TimeSpan.FromMinutes(1));
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        (await File.ReadAllBytesAsync(assembly, Cancellation)).ShouldBe(before);
    }

    [Fact]
    public async Task Run_WhenTheProcessDies_FailsWithItsLastWords()
    {
        var summary = await runner.RunAsync(Request("Sample.Crash"), progress.Add, Cancellation);

        summary.Verdict.ShouldBe(TestVerdict.Fail);
        var reason = summary.Reasons.ShouldHaveSingleItem();
        reason.ShouldStartWith("Sample: It ended with exit code 134 and left no results.");
        reason.ShouldContain("The sample died, as it was meant to.");
        reason.ShouldNotContain("   at ");
        (await File.ReadAllTextAsync(results.Combine("Sample", "output.txt"), Cancellation)).ShouldContain("at TestRuns.Sample.Crash.Dies()");
    }

    [Fact]
    public async Task Run_WhenAProjectHangs_EndsItAndFails()
    {
        var summary = await runner.RunAsync(Request("Sample.Hang") with { ProjectDeadline = TimeSpan.FromSeconds(2) }, progress.Add, Cancellation);

        summary.Verdict.ShouldBe(TestVerdict.Fail);
        summary.Reasons.ShouldHaveSingleItem().ShouldStartWith("Sample: It was still running after 00:00:02 and was ended.");
    }

    [Fact]
    public async Task Run_WhenNoTestMatches_IsInconclusive()
    {
        var summary = await runner.RunAsync(Request("Sample.Nowhere"), progress.Add, Cancellation);

        summary.Verdict.ShouldBe(TestVerdict.Inconclusive);
        summary.ClosingLine.ShouldBe("0 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task Run_WhenAProjectWasNotBuilt_SaysSo()
    {
        var request = Request("") with { Filter = null, Projects = [new("Sample", SampleAssembly), new("Missing", "/nowhere/Missing.dll")] };

        var summary = await runner.RunAsync(request with { Filter = "Sample.Good" }, progress.Add, Cancellation);

        summary.Verdict.ShouldBe(TestVerdict.Fail);
        summary.Reasons.ShouldBe(["Missing: /nowhere/Missing.dll: not there. Compile first."]);
        summary.Passed.ShouldBe(1);
    }

    [Fact]
    public async Task Run_WhenCancelled_EndsTheProjectsAndLeavesNoSummary()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var run = runner.RunAsync(Request("Sample.Hang"), _ => cancelled.CancelAfter(500), cancelled.Token);

        await Should.ThrowAsync<OperationCanceledException>(run);
        File.Exists(Path.Combine(results.Path, "summary.json")).ShouldBeFalse();
    }

    private static void ShouldBeMixed(TestRunSummary summary)
    {
        summary.Verdict.ShouldBe(TestVerdict.Fail);
        summary.Reasons.ShouldBeEmpty();
        summary.ClosingLine.ShouldBe("1 passed, 1 failed, 1 skipped");
        var failure = summary.Failures.ShouldHaveSingleItem();
        failure.Test.ShouldBe("TestRuns.Sample.Mixed.Fails");
        failure.Message.ShouldContain("Expected: \"hunter2\"");
        (failure.File, failure.Line).ShouldBe(("tests/TestRuns.Sample/Mixed.cs", 12));
        summary.Slowest.Count.ShouldBe(3);
    }
}

using Frostline.Delivery.Processes;
using Testing;

namespace Frostline.TestRuns.Tests;

public sealed class JudgementTests
{
    private static readonly TestRunRequest Request = new()
    {
        Projects = [],
        RepositoryRoot = "/checkout",
        ResultsFolder = "/checkout/artifacts/test",
    };

    private static ProjectRun Run(string name, params TrxOutcome[] outcomes) => new(
        new TestProject(name, $"/{name}.dll"),
        [.. outcomes.Select(outcome => new TrxTest("T", outcome, default, "", ""))],
        default, null, null);

    private static Judgement Judge(params ProjectRun[] runs) => Judgement.Of(Request, runs, null);

    [Fact]
    public void Judge_WhenTestsRanAndNoneFailed_Passes() =>
        Judge(Run("A", TrxOutcome.Passed), Run("B", TrxOutcome.Passed, TrxOutcome.Skipped)).Verdict.ShouldBe(TestVerdict.Pass);

    [Fact]
    public void Judge_WhenATestFailed_Fails() =>
        Judge(Run("A", TrxOutcome.Passed), Run("B", TrxOutcome.Failed)).Verdict.ShouldBe(TestVerdict.Fail);

    [Fact]
    public void Judge_WhenAProjectCrashedAfterItsTestsPassed_Fails()
    {
        var judgement = Judge(Run("A", TrxOutcome.Passed) with { Problem = "It ended badly." });

        judgement.Verdict.ShouldBe(TestVerdict.Fail);
        judgement.Reasons.ShouldBe(["A: It ended badly."]);
    }

    [Fact]
    public void Judge_WhenNothingRan_IsInconclusive()
    {
        Judge().Verdict.ShouldBe(TestVerdict.Inconclusive);
        Judge(Run("A", TrxOutcome.Skipped)).Reasons.ShouldBe(["No test ran."]);
        Judge(Run("A", TrxOutcome.Passed), Run("B")).Reasons.ShouldBe(["B: it has no tests."]);
    }

    [Fact]
    public void Judge_WhenAFilterLeavesProjectsEmpty_PassesAsLongAsOneTestRan()
    {
        var filtered = Request with { Filter = "Till", LineGate = 80 };

        Judgement.Of(filtered, [Run("A", TrxOutcome.Passed), Run("B")], new CoverageUnion("/checkout")).Verdict.ShouldBe(TestVerdict.Pass);
        Judgement.Of(filtered, [Run("A"), Run("B")], null).Reasons
            .ShouldBe(["No test ran: none has 'Till' in its full name, or all that have are skipped."]);
    }

    [Fact]
    public void Judge_WhenCoverageIsWantedButEmpty_IsInconclusive()
    {
        var judgement = Judgement.Of(Request with { LineGate = 80, IncludeInCoverage = ["Shop.*"] }, [Run("A", TrxOutcome.Passed)], new CoverageUnion("/checkout"));

        judgement.Verdict.ShouldBe(TestVerdict.Inconclusive);
        judgement.Reasons.ShouldBe(["Coverage is empty: no line of Shop.* was found in the projects' folders."]);
    }

    [Fact]
    public void Judge_WhenCoverageIsUnderTheGate_NamesActualAndWanted()
    {
        using var folder = new TemporaryFolder();
        var union = new CoverageUnion("/checkout");
        union.Add(folder.Write("coverage.xml", """
            <coverage><sources><source>/checkout/</source></sources><packages><package name="Shop"><classes>
            <class name="C" filename="src/Till.cs"><methods /><lines><line number="1" hits="1" /><line number="2" hits="0" /></lines></class>
            </classes></package></packages></coverage>
            """));

        var judgement = Judgement.Of(Request with { LineGate = 80 }, [Run("A", TrxOutcome.Passed)], union);

        judgement.Verdict.ShouldBe(TestVerdict.Fail);
        judgement.Reasons.ShouldBe(["Line coverage is 50.0 %, 80 % is wanted. Least covered: Shop 50.0 %."]);
    }

    [Fact]
    public void Problem_WhenAProcessCrashed_ShowsItsWordsWithoutThePagesOfFrames() =>
        ProjectRun.ProblemOf(new ProcessOutcome(134, [new("Out of memory.", true), new("   at A.B()", true), new("", true)], default), null)
            .ShouldBe("It ended with exit code 134 and left no results.\n  Out of memory.");
}

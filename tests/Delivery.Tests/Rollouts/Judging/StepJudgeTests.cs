using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Rollouts.Judging.Trials;
using Frostline.Delivery.Settings;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class StepJudgeTests
{
    private static readonly ServiceSamples Good = new("api", [Path("/", 2000)], new(Seen: true, Problem: null)) { Platform = new(new(0, 5000), new(0, 2000), null) };

    private readonly StepJudge judge = new(new AnalysisSettings());

    [Fact]
    public void AtTheEnd_WhenNothingIsWrong_PassesEveryMetric()
    {
        var verdicts = judge.AtTheEnd(Good);

        verdicts.Select(verdict => verdict.Metric).ShouldBe(["health", "errors", "latency /", "platform errors"]);
        StepJudge.Overall(verdicts).ShouldBe(Verdict.Pass);
        judge.AtOnce(Good).ShouldBeNull();
    }

    [Fact]
    public void AtTheEnd_WithoutThePlatformsCounts_IsInconclusive()
    {
        var verdicts = judge.AtTheEnd(Good with { Platform = new(default, default, "the platform's metrics do not tell of 'api--2' yet") });

        StepJudge.Overall(verdicts).ShouldBe(Verdict.Inconclusive);
        verdicts[^1].Reason.ShouldBe("the platform's metrics do not tell of 'api--2' yet");
    }

    [Fact]
    public void AtTheEnd_WhenThePlatformIsNotAsked_GoesWithoutIt() =>
        StepJudge.Overall(judge.AtTheEnd(Good with { Platform = null })).ShouldBe(Verdict.Pass);

    [Fact]
    public void AtTheEnd_WhenHealthWasNeverSeen_IsInconclusive() =>
        StepJudge.Overall(judge.AtTheEnd(Good with { Health = new(Seen: false, Problem: null) })).ShouldBe(Verdict.Inconclusive);

    [Fact]
    public void AtOnce_OnAHealthFailure_DoesNotWaitForRequests() =>
        judge.AtOnce(Good with { Paths = [Path("/", 0)], Health = new(Seen: true, "replica 'a' restarted") })!.Reason.ShouldBe("replica 'a' restarted");

    [Fact]
    public void AtOnce_WhenOnlyTheUsersSeeErrors_FailsByThePlatformsCounts() =>
        judge.AtOnce(Good with { Platform = new(new(0, 5000), new(200, 2000), null) })!.Metric.ShouldBe("platform errors");

    [Fact]
    public void AtOnce_InALongStep_LooksAtTheLastMinute() =>
        judge.AtOnce(Good with { RecentErrors = new(200, 1500) })!.Reason.ShouldStartWith("200 of 1500 requests (13.33 %) failed, which is more than 5 %");

    [Fact]
    public void AtTheEnd_OfAFirstDeployment_ComparesNothing() =>
        judge.AtTheEnd(Good with { HasStable = false }).Select(verdict => verdict.Metric).ShouldBe(["health", "errors"]);

    [Fact]
    public void OnePathOfFive_ThatIsSlower_IsSeenInADefaultStepAndEqualOnesAreNot()
    {
        var settings = new AnalysisSettings();
        var slower = JudgeTrial.Run(new("slower", TimeShape.Lognormal) { Slowdown = 1.2 }, settings, TimeSpan.FromSeconds(90), 30, TestContext.Current.CancellationToken);
        var equal = JudgeTrial.Run(new("equal", TimeShape.Lognormal), settings, TimeSpan.FromSeconds(90), 30, TestContext.Current.CancellationToken);

        slower.Failed.ShouldBeGreaterThan(0.9);
        equal.Failed.ShouldBeLessThan(0.1);
        equal.Inconclusive.ShouldBe(0);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Turn_AsksBothTheSamePath_AndLetsEachComeFirstAsOften(int paths)
    {
        var turns = Enumerable.Range(0, 24 * paths).Select(beat => PairedProbes.Turn(beat, paths)).ToList();

        for (var pair = 0; pair < turns.Count; pair += 2)
        {
            turns[pair].Path.ShouldBe(turns[pair + 1].Path);
            turns[pair].IsCandidate.ShouldNotBe(turns[pair + 1].IsCandidate);
        }

        foreach (var path in turns.Where((_, beat) => beat % 2 == 0).GroupBy(turn => turn.Path))
            path.Count(turn => turn.IsCandidate).ShouldBe(path.Count() / 2);
    }

    private static PathSamples Path(string path, int count) => new(path, Side(count), Side(count));

    private static SideSamples Side(int count) => new([.. Enumerable.Range(0, count).Select(number => 40.0 + number % 17)], 0, null);
}

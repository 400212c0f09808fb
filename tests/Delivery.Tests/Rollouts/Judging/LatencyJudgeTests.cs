using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Delivery.Settings;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class LatencyJudgeTests
{
    private readonly LatencyJudge judge = new("api", "/version", new AnalysisSettings());

    [Fact]
    public void AtTheEnd_OfATwentyPercentSlowerCandidate_Fails()
    {
        var verdict = judge.AtTheEnd(Times(50, 600, seed: 1), Times(60, 600, seed: 2));

        verdict.Verdict.ShouldBe(Verdict.Fail);
        verdict.Metric.ShouldBe("latency /version");
        (verdict.StableSamples, verdict.CandidateSamples).ShouldBe((600, 600));
        verdict.Lower!.Value.ShouldBeInRange(5, 20);
        verdict.Upper!.Value.ShouldBeInRange(20, 45);
        verdict.Reason.ShouldMatch(@"^median \d+\.\d ms, of the stable revision \d+\.\d ms; \+\d+ % to \+\d+ %: slower$");
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(50, 30)]
    [InlineData(50, 53)]
    [InlineData(1, 3)]
    public void AtTheEnd_OfACandidateThatIsAsFastOrSlowerByNothingThatMatters_Passes(double stable, double candidate) =>
        judge.AtTheEnd(Times(stable, 600, seed: 3), Times(candidate, 600, seed: 4)).Verdict.ShouldBe(Verdict.Pass);

    [Theory]
    [InlineData(99, 500)]
    [InlineData(500, 99)]
    [InlineData(0, 0)]
    public void AtTheEnd_WithTooFewAnswers_IsInconclusive(int stable, int candidate) =>
        judge.AtTheEnd(Times(50, stable, seed: 5), Times(50, candidate, seed: 6)).Reason.ShouldBe($"{Math.Min(stable, candidate)} answers are too few, 100 are needed");

    [Fact]
    public void AtTheEnd_WhenTimesScatterWidely_DoesNotCallThatAPass() =>
        judge.AtTheEnd(Times(50, 100, seed: 7, scatter: 5), Times(50, 100, seed: 8, scatter: 5)).Verdict.ShouldBe(Verdict.Inconclusive);

    [Fact]
    public void AtTheEnd_OfConstantTimes_Decides()
    {
        judge.AtTheEnd(Enumerable.Repeat(50.0, 100).ToList(), Enumerable.Repeat(50.0, 100).ToList()).Verdict.ShouldBe(Verdict.Pass);
        judge.AtTheEnd(Enumerable.Repeat(50.0, 100).ToList(), Enumerable.Repeat(70.0, 100).ToList()).Verdict.ShouldBe(Verdict.Fail);
    }

    [Theory]
    [InlineData(50, 400, true)]
    [InlineData(50, 150, false)]
    [InlineData(0.2, 2, false)]
    public void AtOnce_FailsWhenItTakesMoreThanFiveTimesAsLong(double stable, double candidate, bool fails) =>
        (judge.AtOnce(Times(stable, 60, seed: 9), Times(candidate, 60, seed: 10)) is not null).ShouldBe(fails);

    [Fact]
    public void AtOnce_OfAHandfulOfAnswers_Waits() => judge.AtOnce(Times(50, 10, seed: 11), Times(5000, 10, seed: 12)).ShouldBeNull();

    private static List<double> Times(double median, int count, int seed, double scatter = 0.5)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => median * Math.Exp(scatter * Normal(random)))];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

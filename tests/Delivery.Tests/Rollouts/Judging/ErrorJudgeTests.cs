using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Rollouts.Judging;
using Frostline.Measurement;

namespace Delivery.Tests.Rollouts.Judging;

public sealed class ErrorJudgeTests
{
    private readonly ErrorJudge judge = new("api", "errors", minimum: 1500);

    [Theory]
    [InlineData(0, 0, Verdict.Pass)]
    [InlineData(0, 8, Verdict.Pass)]
    [InlineData(0, 12, Verdict.Fail)]
    [InlineData(10, 10, Verdict.Pass)]
    [InlineData(90, 10, Verdict.Pass)]
    [InlineData(90, 90, Verdict.Inconclusive)]
    [InlineData(40, 110, Verdict.Fail)]
    public void AtTheEnd_OfTwoThousandRequestsEach_TellsMoreFailuresFromChance(long stable, long candidate, Verdict expected) =>
        judge.AtTheEnd(new(stable, 2000), new(candidate, 2000), null).Verdict.ShouldBe(expected);

    [Theory]
    [InlineData(1499, 2000)]
    [InlineData(2000, 1499)]
    [InlineData(2000, 0)]
    public void AtTheEnd_WithTooFewRequestsOnOneSide_IsInconclusive(long stable, long candidate)
    {
        var verdict = judge.AtTheEnd(new(0, stable), new(0, candidate), null);

        verdict.Verdict.ShouldBe(Verdict.Inconclusive);
        verdict.Reason.ShouldBe($"{Math.Min(stable, candidate)} requests are too few, 1500 are needed");
    }

    [Fact]
    public void AtTheEnd_OfMillions_LetsADifferencePassThatDoesNotMatter() =>
        judge.AtTheEnd(new(1000, 10_000_000), new(2000, 10_000_000), null).Verdict.ShouldBe(Verdict.Pass);

    [Fact]
    public void AtTheEnd_WhenItFails_CarriesTheFigures() =>
        judge.AtTheEnd(new(2, 2000), new(30, 2000), "GET /version: status 500").ShouldBe(new MetricVerdict(
            "api", "errors", Verdict.Fail,
            "30 of 2000 requests (1.5 %) failed, of the stable revision's 2 of 2000 requests (0.1 %); the first: GET /version: status 500",
            2000, 2000, 0.1, 1.5, 0.701, 2.417));

    [Theory]
    [InlineData(9, 9, false)]
    [InlineData(10, 10, true)]
    [InlineData(3, 20, false)]
    [InlineData(8, 20, true)]
    [InlineData(60, 1000, false)]
    [InlineData(90, 1000, true)]
    public void AtOnce_FailsOnlyBeyondDoubt(long failed, long requests, bool fails) =>
        (judge.AtOnce(new(0, requests), new(failed, requests), null)?.Verdict == Verdict.Fail).ShouldBe(fails);

    [Theory]
    [InlineData(0, 2000, Verdict.Pass)]
    [InlineData(0, 100, Verdict.Inconclusive)]
    [InlineData(25, 2000, Verdict.Inconclusive)]
    [InlineData(60, 2000, Verdict.Fail)]
    public void Alone_WithoutAStableRevision_HoldsTheCandidateToOnePercent(long failed, long requests, Verdict expected) =>
        judge.Alone(new(failed, requests), null).Verdict.ShouldBe(expected);

    [Fact]
    public void AtOnce_NamesTheFirstFailure() => judge.AtOnce(new Proportion(0, 100), new(50, 100), "GET /: status 503")!.Reason
        .ShouldBe("50 of 100 requests (50 %) failed, which is more than 5 %; the first: GET /: status 503");
}

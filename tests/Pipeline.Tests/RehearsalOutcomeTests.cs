using Frostline.Delivery.Rollouts;
using Frostline.Pipeline.Rehearsals;

namespace Pipeline.Tests;

public sealed class RehearsalOutcomeTests
{
    [Theory]
    [InlineData(Verdict.Pass, new[] { Verdict.Pass, Verdict.Pass })]
    [InlineData(Verdict.Inconclusive, new[] { Verdict.Inconclusive })]
    [InlineData(Verdict.Inconclusive, new[] { Verdict.Pass, Verdict.Inconclusive, Verdict.Pass })]
    [InlineData(Verdict.Fail, new[] { Verdict.Inconclusive, Verdict.Fail, Verdict.Pass })]
    public void Verdict_IsTheWorstOfItsSteps_AndWhatCouldNotBeTriedIsNoPass(Verdict expected, Verdict[] steps) =>
        new RehearsalOutcome("1", "2", [.. steps.Select(step => new RehearsalStep("step", step, null, 0))]).Verdict.ShouldBe(expected);
}

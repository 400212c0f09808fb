using Frostline.Delivery.Rollouts;

namespace Delivery.Tests.Rollouts;

public sealed class RolloutMachineTests
{
    private const string Good = "Repair CleanUp Create Ready Smoke";

    [Fact]
    public void Machine_WhenAllGoesWell_RunsEveryPhaseOnce() =>
        Run(new(false, 1)).ShouldBe($"{Good} Shift Verify Drain Retire Record: Pass");

    [Fact]
    public void Machine_WithSteps_ShiftsOnceForEach() =>
        Run(new(false, 3)).ShouldBe($"{Good} Shift Shift Shift Verify Drain Retire Record: Pass");

    [Fact]
    public void Machine_WhenOnlyTheEndIsMissing_VerifiesAndRecords() =>
        Run(new(true, 1)).ShouldBe("Verify Drain Retire Record: Pass");

    [Theory]
    [InlineData("Repair", "Repair: Fail")]
    [InlineData("CleanUp", "Repair CleanUp: Fail")]
    [InlineData("Create", "Repair CleanUp Create Evidence Discard: Fail")]
    [InlineData("Ready", "Repair CleanUp Create Ready Evidence Discard: Fail")]
    [InlineData("Smoke", Good + " Evidence Discard: Fail")]
    [InlineData("Shift", Good + " Shift Evidence Restore Discard: Fail")]
    [InlineData("Verify", Good + " Shift Verify Evidence Restore Discard: Fail")]
    [InlineData("Drain", Good + " Shift Verify Drain: Fail")]
    [InlineData("Retire", Good + " Shift Verify Drain Retire: Fail")]
    [InlineData("Record", Good + " Shift Verify Drain Retire Record: Fail")]
    public void Machine_WhenAPhaseFails_UndoesExactlyWhatMayExist(string failing, string expected) =>
        Run(new(false, 1), failing).ShouldBe(expected);

    [Fact]
    public void Machine_WhenTrafficCannotBeRestored_KeepsTheCandidatesAndCallsAPerson() =>
        Run(new(false, 1), "Verify", "Restore").ShouldBe($"{Good} Shift Verify Evidence Restore: Inconclusive");

    [Fact]
    public void Machine_WhenEvidenceCannotBeCollected_RestoresAllTheSame() =>
        Run(new(false, 1), "Shift", "Evidence").ShouldBe($"{Good} Shift Evidence Restore Discard: Fail");

    [Fact]
    public void Machine_WhenFinishingFails_DeactivatesNothing() => Run(new(true, 1), "Verify").ShouldBe("Verify Evidence: Fail");

    [Fact]
    public void Machine_WhenFinishingFailsAndTheOldReleaseLives_GoesBackToIt() =>
        Run(new(true, 1) { Shifts = 1 }, "Verify").ShouldBe("Verify Evidence Restore Discard: Fail");

    [Fact]
    public void Machine_WhenUndoingFailsToo_KeepsTheFirstError()
    {
        var state = RolloutMachine.End(new RolloutState(false, 1), RolloutPhase.Ready, "first");

        RolloutMachine.End(state, RolloutPhase.Evidence, "second").Error.ShouldBe("first");
    }

    private static string Run(RolloutState state, params string[] failing)
    {
        var phases = new List<RolloutPhase>();
        for (var phase = RolloutMachine.Next(state); phase != RolloutPhase.End && phases.Count < 50; phase = RolloutMachine.Next(state))
        {
            phases.Add(phase);
            state = RolloutMachine.End(RolloutMachine.Begin(state, phase), phase, failing.Contains($"{phase}") ? "broken" : null);
        }

        return $"{string.Join(' ', phases)}: {state.Verdict}";
    }
}

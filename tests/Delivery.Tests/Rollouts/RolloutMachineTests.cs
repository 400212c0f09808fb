using Frostline.Delivery.Rollouts;

namespace Delivery.Tests.Rollouts;

public sealed class RolloutMachineTests
{
    private const string Good = "Repair CleanUp Create Ready Smoke";
    private const string Green = "Repair CleanUp Create Label Ready Warm Smoke Preview";
    private const string Finale = "Record Drain Retire Mark";

    [Fact]
    public void Machine_WhenAllGoesWell_RunsEveryPhaseOnce() =>
        Run(Unjudged).ShouldBe($"{Good} Shift Verify {Finale}: Pass");

    [Fact]
    public void Machine_WithSteps_ShiftsOnceForEach() =>
        Run(new(RolloutStart.Anew, 3)).ShouldBe($"{Good} Shift Shift Shift Verify {Finale}: Pass");

    [Fact]
    public void Machine_WhenStepsAreJudged_BakesEachAndVerifiesBeforeTheLast() =>
        Run(Judged).ShouldBe($"{Green} Shift Bake Shift Bake Shift Verify Bake {Finale}: Pass");

    [Fact]
    public void Machine_WhenOnlyTheEndIsMissing_VerifiesAndRecords() =>
        Run(new(RolloutStart.Finish, 1)).ShouldBe($"Verify {Finale}: Pass");

    [Fact]
    public void Machine_WhenOnlyTheEndOfAJudgedRolloutIsMissing_JudgesItOnceMore() =>
        Run(Judged with { Start = RolloutStart.Finish }).ShouldBe($"Verify Bake {Finale}: Pass");

    [Fact]
    public void Machine_OfWhatTheLedgerNames_OnlyTidiesUp() =>
        Run(new(RolloutStart.Tidy, 1) { Promoted = true, Recorded = true }).ShouldBe("Drain Retire Mark: Pass");

    [Fact]
    public void Machine_WhenTidyingUpFails_WarnsAndLeavesTheRestToTheNextRun()
    {
        var state = Judged with { Promoted = true, Recorded = true };

        state = RolloutMachine.End(state, RolloutPhase.Retire, "busy");

        (state.Error, state.Warning, state.Verdict).ShouldBe((null, "busy", Verdict.Pass));
        RolloutMachine.Next(state).ShouldBe(RolloutPhase.End);
    }

    [Fact]
    public void Machine_WithoutItsLock_ChangesNothingAnyMoreAndCallsAPerson()
    {
        var state = RolloutMachine.End(Judged with { Created = true, Labelled = true, Shifts = 1 }, RolloutPhase.Bake, "lost");

        state = RolloutMachine.Lose(state);

        (RolloutMachine.Next(state), state.Verdict).ShouldBe((RolloutPhase.End, Verdict.Inconclusive));
    }

    [Fact]
    public void Machine_WhenResumed_ChecksTheCandidatesAndGoesOnWhereItStood() =>
        Run(Resumed).ShouldBe($"Ready Warm Smoke Preview Shift Bake Shift Verify Bake {Finale}: Pass");

    [Fact]
    public void Machine_WhenAborting_OnlyTakesAway() => Run(new(RolloutStart.Abort, 3) { Judged = true }).ShouldBe("Repair CleanUp: Pass");

    [Fact]
    public void Machine_WhenHeld_LeavesEverythingAsItIs() =>
        RolloutMachine.Next(Judged with { Last = RolloutPhase.Bake, Shifts = 1, Created = true, Held = true }).ShouldBe(RolloutPhase.End);

    [Theory]
    [InlineData("Repair", "Repair: Fail")]
    [InlineData("CleanUp", "Repair CleanUp: Fail")]
    [InlineData("Create", "Repair CleanUp Create Evidence Discard: Fail")]
    [InlineData("Ready", "Repair CleanUp Create Ready Evidence Discard: Fail")]
    [InlineData("Smoke", Good + " Evidence Discard: Fail")]
    [InlineData("Shift", Good + " Shift Evidence Restore Discard: Fail")]
    [InlineData("Verify", Good + " Shift Verify Evidence Restore Discard: Fail")]
    [InlineData("Record", Good + " Shift Verify Record: Fail")]
    [InlineData("Drain", Good + " Shift Verify Record Drain: Pass")]
    [InlineData("Retire", Good + " Shift Verify Record Drain Retire: Pass")]
    [InlineData("Mark", Good + " Shift Verify Record Drain Retire Mark: Pass")]
    public void Machine_WhenAPhaseFails_UndoesExactlyWhatMayExist(string failing, string expected) =>
        Run(Unjudged, failing).ShouldBe(expected);

    [Theory]
    [InlineData("Label", "Repair CleanUp Create Label Evidence Restore Discard: Fail")]
    [InlineData("Smoke", "Repair CleanUp Create Label Ready Warm Smoke Evidence Restore Discard: Fail")]
    [InlineData("Bake", Green + " Shift Bake Evidence Restore Discard: Fail")]
    [InlineData("Verify", Green + " Shift Bake Shift Bake Shift Verify Evidence Restore Discard: Fail")]
    [InlineData("Record", Green + " Shift Bake Shift Bake Shift Verify Bake Record: Fail")]
    public void Machine_WhenAPhaseOfAJudgedRolloutFails_RestoresLabelsToo(string failing, string expected) =>
        Run(Judged, failing).ShouldBe(expected);

    [Fact]
    public void Machine_WhenTheLastJudgementFails_GoesBackFromAllTraffic()
    {
        var state = Judged with { Created = true, Labelled = true, Shifts = 3, Last = RolloutPhase.Verify };

        state = RolloutMachine.End(RolloutMachine.Begin(state, RolloutPhase.Bake), RolloutPhase.Bake, "slow");

        state.Promoted.ShouldBeFalse();
        RolloutMachine.Next(RolloutMachine.End(state, RolloutPhase.Evidence)).ShouldBe(RolloutPhase.Restore);
    }

    [Fact]
    public void Machine_WhenAResumedRolloutFails_TakesTheEarlierRunsWorkBack() =>
        Run(Resumed, "Smoke").ShouldBe("Ready Warm Smoke Evidence Restore Discard: Fail");

    [Fact]
    public void Machine_WhenTrafficCannotBeRestored_KeepsTheCandidatesAndCallsAPerson() =>
        Run(Unjudged, "Verify", "Restore").ShouldBe($"{Good} Shift Verify Evidence Restore: Inconclusive");

    [Fact]
    public void Machine_WhenEvidenceCannotBeCollected_RestoresAllTheSame() =>
        Run(Unjudged, "Shift", "Evidence").ShouldBe($"{Good} Shift Evidence Restore Discard: Fail");

    [Fact]
    public void Machine_WhenFinishingFails_DeactivatesNothing() => Run(new(RolloutStart.Finish, 1), "Verify").ShouldBe("Verify Evidence: Fail");

    [Fact]
    public void Machine_WhenFinishingFailsAndTheOldReleaseLives_GoesBackToIt() =>
        Run(new(RolloutStart.Finish, 1) { Shifts = 1 }, "Verify").ShouldBe("Verify Evidence Restore Discard: Fail");

    [Fact]
    public void Machine_WhenUndoingFailsToo_KeepsTheFirstError()
    {
        var state = RolloutMachine.End(Unjudged, RolloutPhase.Ready, "first");

        RolloutMachine.End(state, RolloutPhase.Evidence, "second").Error.ShouldBe("first");
    }

    private static RolloutState Unjudged { get; } = new(RolloutStart.Anew, 1);

    private static RolloutState Judged { get; } = new(RolloutStart.Anew, 3) { Judged = true };

    private static RolloutState Resumed { get; } = new(RolloutStart.Resume, 3) { Judged = true, Created = true, Labelled = true, Shifts = 1 };

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

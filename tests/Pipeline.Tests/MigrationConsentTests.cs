using Frostline.Migrations;
using Frostline.Migrations.Gates;
using Frostline.Pipeline.Databases;

namespace Pipeline.Tests;

public sealed class MigrationConsentTests
{
    private const string Part = "Part it in two releases: the first only adds and stops using what goes, the second takes it away with --contract.";

    private static readonly PlannedMigration Adds = new("1_Add", "");
    private static readonly PlannedMigration Takes = new("2_Take", "") { Breaking = ["table beans is gone", "column roasts.origin is gone"] };
    private static readonly MigrationConsent Expand = new("production", "1.4.0", Contract: false, []);
    private static readonly PlannedMigration TakesMore = new("3_TakeMore", "") { Breaking = ["column roasts.crop is gone"] };
    private static readonly MigrationConsent Deploy = Expand with { Deploys = true };
    private static readonly MigrationConsent Contract = Expand with { Contract = true };
    private static readonly Check Proven = new("proof", CheckVerdict.Pass, []);

    private static MigrationPlan Plan(params PlannedMigration[] pending) => new(pending, "0_Begin", 3, "coffee at here");

    private static MigrationReview Review(PlannedMigration pending, Check proof, int applied = 3) => new(new([pending], "0_Begin", applied, "coffee at here"), [proof]);

    [Fact]
    public void Refusal_OfWhatOnlyAdds_IsNone() => Expand.Refusal(Review(Adds, Proven)).ShouldBeNull();

    [Fact]
    public void Refusal_OfWhatTakesAway_NamesWhatWouldBreakAndTheWayOut() => Expand.Refusal(Review(Takes, Proven)).ShouldBe(
        "production: releases before would break: 2_Take: table beans is gone; 2_Take: column roasts.origin is gone. A deployment leaves that waiting; with --contract it is taken away, once nothing older runs.");

    [Fact]
    public void Refusal_OfWhatTakesAwayBeforeOthersAdd_SaysToPartIt() => Deploy.Refusal(Review(Takes, Proven) with { Plan = Plan(Takes, Adds) }).ShouldBe(
        $"production: releases before would break: 2_Take: table beans is gone; 2_Take: column roasts.origin is gone. {Part}");

    [Fact]
    public void Refusal_OfAContractThatIsProven_IsNone() => Contract.Refusal(Review(Takes, Proven)).ShouldBeNull();

    [Fact]
    public void Refusal_OfAContractWhileAStandbyRuns_NamesIt() => (Contract with { Older = ["api--blue"] }).Refusal(Review(Takes, Proven)).ShouldBe(
        "production: 2_Take: table beans is gone; 2_Take: column roasts.origin is gone, but older revisions still run: api--blue. Run again when their time as standby is over, or when they are deactivated.");

    [Fact]
    public void Refusal_OfAContractThatCannotBeProven_SaysWhy() => Contract.Refusal(Review(Takes, new("proof", CheckVerdict.Inconclusive, ["permission denied"]))).ShouldBe(
        "production: it cannot be proven that 1.4.0, which serves, lives without it: permission denied.");

    [Fact]
    public void Refusal_OfADemandThatOnlyRowsCanDisprove_IsNoneWhenAPersonAsks() => Contract.Refusal(
        new(new([Takes], "0_Begin", 3, "coffee at here"), [Proven, new("demands", CheckVerdict.Inconclusive, ["rows of beans must be unique by i: name"])])).ShouldBeNull();

    [Fact]
    public void Refusal_WhenTheReleaseThatServesMapsWhatGoes_StandsWhateverIsAsked() => Contract.Refusal(Review(Adds, new("proof", CheckVerdict.Fail, ["column beans.origin is gone"]))).ShouldBe(
        $"production: 1.4.0, which serves, would break: column beans.origin is gone. {Part}");

    [Fact]
    public void Refusal_WhenTheDatabaseIsNotWhatItsHistorySays_ComesFirst() => (Expand with { Serving = null }).Refusal(Review(Adds, new("drift", CheckVerdict.Fail, ["table beans is missing"]))).ShouldBe(
        "production: the database is not what its history says: table beans is missing. Mend that first; './build.sh --target=Migrate --environment=production --plan' shows all.");

    [Fact]
    public void Refusal_WhenNoReleaseServes_IsNone() => (Expand with { Serving = null }).Refusal(Review(Takes, Proven)).ShouldBeNull();

    [Fact]
    public void Waiting_OfADeployment_IsWhatTakesAwayAtTheEnd() =>
        Deploy.Waiting(Plan(Adds, Takes, TakesMore)).ShouldBe([Takes, TakesMore]);

    [Fact]
    public void Waiting_WhereTheReleaseAddsAfterIt_IsNothing_SoThatTheWholeIsRefused() => Deploy.Waiting(Plan(Takes, Adds)).ShouldBeEmpty();

    [Theory]
    [InlineData(false, false, "1.4.0", 3)]
    [InlineData(false, true, "1.4.0", 3)]
    [InlineData(true, false, null, 3)]
    [InlineData(true, false, "1.4.0", 0)]
    public void Waiting_WhenNothingIsDeployedOrNobodyCouldBreak_IsNothing(bool deploys, bool contract, string? serving, int applied) =>
        new MigrationConsent("production", serving, contract, []) { Deploys = deploys }.Waiting(Plan(Adds, Takes) with { AlreadyApplied = applied }).ShouldBeEmpty();

    [Theory]
    [InlineData(null, 2)]
    [InlineData("1_Add", 2)]
    [InlineData("2_Take", 1)]
    [InlineData("3_TakeMore", 0)]
    public void Waiting_OfADeploymentThatContracts_IsWhatTheReleaseBeforeDidNotLeave(string? head, int left) =>
        (Contract with { Deploys = true, ServingHead = head }).Waiting(Plan(Adds, Takes, TakesMore)).Count.ShouldBe(left);

    [Fact]
    public void Waiting_OfADeploymentThatContracts_LeavesNothingThatOthersFollow() =>
        (Contract with { Deploys = true, ServingHead = "2_Take" }).Waiting(Plan(Takes, new("2b_AddMore", ""), TakesMore)).ShouldBe([TakesMore]);

    [Fact]
    public void Refusal_OfADeploymentThatContractsWhileAStandbyRuns_IsOnlyOfWhatTheReleaseBeforeLeft()
    {
        var consent = Contract with { Deploys = true, ServingHead = "1_Add", Older = ["api--blue"] };

        consent.Refusal(Review(Adds, Proven) with { Waiting = [Takes] }).ShouldBeNull();
        (consent with { ServingHead = "2_Take" }).Refusal(Review(Takes, Proven)).ShouldNotBeNull().ShouldContain("but older revisions still run: api--blue.");
    }

    [Fact]
    public void Refusal_WhenTheReleaseCannotWaitForIt_SaysWhatItLacks() => Deploy.Refusal(
        Review(Adds, Proven) with { Waiting = [Takes], Checks = [new("waiting", CheckVerdict.Fail, ["column beans.crop is not there"])] }).ShouldBe(
        $"production: 2_Take would break releases before, and cannot wait until none is left: column beans.crop is not there. {Part}");

    [Fact]
    public void Refusal_ForADatabaseThatNoReleaseUsesYet_IsNone() => Expand.Refusal(Review(Takes, Proven, applied: 0)).ShouldBeNull();
}

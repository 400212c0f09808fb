using Frostline.Delivery;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollbacks;
using Frostline.Delivery.Rollouts;
using static Delivery.Tests.Rollouts.Observations;

namespace Delivery.Tests.Rollbacks;

public sealed class RollbackTargetTests
{
    private static readonly Ledger Three = new([Entry("1", "one", "api", "web"), Entry("2", "two", "api", "web"), Entry("3", "three", "api", "web")]);

    [Fact]
    public void Target_WhereTheCurrentReleaseServes_IsTheOneBefore() => Choose(Three, At("three", "three")).ShouldBe("2");

    [Fact]
    public void Target_ByVersion_IsThatOne() => Choose(Three, At("three", "three"), "1").ShouldBe("1");

    [Fact]
    public void Target_OfAReleaseThatWasNeverGood_NamesThoseThatWere() =>
        Should.Throw<DeliveryException>(() => Choose(Three, At("three", "three"), "4"))
            .Message.ShouldBe("--to: '4' is not a release that staging's ledger names good. Give one of 1, 2, 3.");

    [Fact]
    public void Target_AfterARolloutThatNeverCameToItsEnd_IsTheCurrentRelease() => Choose(Three, At("unknown", "three")).ShouldBe("3");

    [Fact]
    public void Target_AfterARollbackThatWasCutOffBetweenTwoApps_IsItsTarget() => Choose(Three, At("two", "three")).ShouldBe("2");

    [Fact]
    public void Target_AfterARollbackToAnOlderReleaseThatWasCutOff_IsItsTargetToo() => Choose(Three, At("one", "one")).ShouldBe("1");

    [Fact]
    public void Target_BeforeTheFirstRelease_IsNone() =>
        Should.Throw<DeliveryException>(() => Choose(new Ledger([]), At("x", "x"))).Message.ShouldStartWith("staging: its ledger names no release");

    [Fact]
    public void Target_OfTheOnlyRelease_IsNone() =>
        Should.Throw<DeliveryException>(() => Choose(new Ledger([Three.Entries[0]]), At("one", "one"))).Message.ShouldStartWith("staging: 1 is the only release");

    private static string Choose(Ledger ledger, IReadOnlyList<ServiceObservation> observed, string? version = null) =>
        RollbackTarget.Choose(ledger, observed, "staging", version).Version;

    private static IReadOnlyList<ServiceObservation> At(string api, string web) => [Seen("api", api, (api, 100)), Seen("web", web, (web, 100))];
}

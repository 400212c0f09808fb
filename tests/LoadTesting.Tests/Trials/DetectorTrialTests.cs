using Frostline.LoadTesting.Trials;

namespace LoadTesting.Tests.Trials;

/// <summary>How often comparisons are right, in small: the rates are the benchmark's.</summary>
[Collection("trials that need a core")]
public sealed class DetectorTrialTests
{
    [Fact]
    public void Detector_TellsASlowerService_FromASlowerMachine()
    {
        var outcomes = DetectorTrial.Run(comparisons: 3, one: 1.2, all: 1.2, TestContext.Current.CancellationToken).ToDictionary(outcome => outcome.Change.Name);

        outcomes["nothing changed"].Regressed.ShouldBe(0);
        outcomes["request 2 +20 %"].Named.ShouldBe(3);
        outcomes["the service +20 %"].Regressed.ShouldBe(3);
        outcomes["the machine +20 %"].Regressed.ShouldBe(0);
        outcomes["the machine -17 %"].Regressed.ShouldBe(0);
        outcomes["the machine +20 %, request 2 +44 %"].Named.ShouldBe(3);
        outcomes["the machine wanders"].Regressed.ShouldBe(0);
        outcomes["the machine wanders, request 2 +20 %"].Named.ShouldBe(3);
    }
}

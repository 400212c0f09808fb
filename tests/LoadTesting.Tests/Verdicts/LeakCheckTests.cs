using Frostline.LoadTesting.Servers;
using Frostline.LoadTesting.Verdicts;

namespace LoadTesting.Tests.Verdicts;

/// <summary>What a service used over time, and whether that is a leak.</summary>
public sealed class LeakCheckTests
{
    [Fact]
    public void Memory_ThatRisesBetweenCollections_AndFallsBack_IsNoLeak() =>
        Judge(second => 200 + second % 30, _ => 100)["memory"].Verdict.ShouldBe(LoadVerdict.Pass);

    [Fact]
    public void Memory_WhoseLowsRise_IsALeak()
    {
        var leak = Judge(second => 200 + second % 30 + second * 0.05, _ => 100)["memory"];

        leak.Verdict.ShouldBe(LoadVerdict.Fail);
        leak.PerHour!.Value.ShouldBe(180, 40);
        leak.Reason.ShouldStartWith("memory grows: +");
    }

    [Fact]
    public void Handles_OfARequestThatNeverClosesThem_AreALeak() => Judge(_ => 200, second => 100 + second / 10)["handles"].Verdict.ShouldBe(LoadVerdict.Fail);

    [Fact]
    public void Service_ThatCannotBeSeen_IsInconclusive() =>
        LeakCheck.Judge([], from: 0).ShouldAllBe(leak => leak.Verdict == LoadVerdict.Inconclusive);

    [Fact]
    public async Task Probe_OfThisProcess_SeesWhatItUses()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("/proc is Linux's.");

        var reading = (await new ProcessProbe([Environment.ProcessId]).ReadAsync())!;

        reading.MemoryMegabytes.ShouldBeGreaterThan(10);
        reading.Threads.ShouldBeGreaterThan(1);
        reading.Handles.ShouldBeGreaterThan(3);
        (await new ProcessProbe([int.MaxValue]).ReadAsync()).ShouldBeNull();
    }

    private static Dictionary<string, LeakResult> Judge(Func<double, double> memory, Func<double, double> handles)
    {
        var random = new Random(1);
        var points = Enumerable.Range(0, 600).Select(second => ((double)second, new ServerReading(second * 0.5, memory(second) + random.NextDouble(), (int)handles(second), 20, 10)));
        return LeakCheck.Judge([.. points], from: 10).ToDictionary(leak => leak.Series);
    }
}

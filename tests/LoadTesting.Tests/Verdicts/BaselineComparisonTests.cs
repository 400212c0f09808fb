using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace LoadTesting.Tests.Verdicts;

/// <summary>Slices of before and now, and what is made of them.</summary>
public sealed class BaselineComparisonTests
{
    [Fact]
    public void Compare_WithAPlantedSlowdownOfOneRequest_NamesThatRequest()
    {
        var result = Compare(Side(1, 1), Side(2, 1.15));

        result.Change.ShouldBe(Change.Regressed);
        result.Reasons.ShouldAllBe(reason => reason.StartsWith("'list' regressed: p", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Compare_OfTheSameService_Passes(int seed) => Compare(Side(1, 1), Side(seed, 1)).Change.ShouldBe(Change.Pass);

    [Fact]
    public void Compare_WithAQuickerRequest_CallsItImproved() => Compare(Side(1, 1), Side(2, 0.8)).Change.ShouldBe(Change.Improved);

    [Fact]
    public void Compare_OfLessThanTheFloor_Passes() => Compare(Side(1, 1, scale: 0.0125), Side(2, 1.2, scale: 0.0125)).Change.ShouldBe(Change.Pass);

    [Fact]
    public void Compare_OfTooFewRequests_IsInconclusive()
    {
        var result = Compare(Side(1, 1, perSlice: 2), Side(2, 1, perSlice: 2));

        result.Change.ShouldBe(Change.Inconclusive);
        result.Reasons.ShouldBe(["too little was measured to compare with baseline 'main': 100 requests of a kind are the least"]);
    }

    /// <summary>The more requests there are, the wider each interval is, so that none calls an alarm by accident.</summary>
    [Theory]
    [InlineData(12, 24)]
    [InlineData(16, 15)]
    [InlineData(16, 37)]
    public void Compare_OfATailThatOnlyAmongManyIsPoorlyKnown_Passes(int perSlice, int seed)
    {
        var result = Compare(WithRare(1, perSlice), WithRare(seed, perSlice));

        result.Comparisons.Single(comparison => comparison is { Request: "rare", Percentile: "p95" }).Upper.ShouldBeGreaterThan(1.5);
        result.Change.ShouldBe(Change.Pass);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Compare_OfATailThatMayHideAHalf_IsInconclusive(int seed)
    {
        var result = Compare(WithRare(1, 12, spread: 3), WithRare(seed, 12, spread: 3));

        result.Comparisons.Single(comparison => comparison is { Request: "rare", Percentile: "p95" }).Change.ShouldBe(Change.Inconclusive);
        result.Change.ShouldBe(Change.Inconclusive);
    }

    [Fact]
    public void Compare_OfThinSlices_TakesNeighboursTogether() => Compare(Side(1, 1, perSlice: 8), Side(2, 1.6, perSlice: 8)).Change.ShouldBe(Change.Regressed);

    [Theory]
    [InlineData(1.25)]
    [InlineData(0.75)]
    public void Compare_OnAMachineThatDrifted_NamesTheRequestThatBecameSlowerOnItsOwn(double drift)
    {
        var result = Compare(Day(1, 1, 1, wander: 0.5), Day(2, drift, 1.1, wander: 0.5));

        result.Comparisons.Where(comparison => comparison is { Percentile: PercentileComparison.BesideOthers, Change: Change.Regressed })
            .Select(comparison => comparison.Request).ShouldBe(["find"]);
        result.Comparisons.Single(comparison => comparison is { Request: "find", Percentile: PercentileComparison.BesideOthers }).Ratio.ShouldBe(1.1, 0.03);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.9)]
    [InlineData(1.0)]
    public void Compare_OnAMachineThatDrifted_FindsNothingWhereNothingIs(double drift)
    {
        var result = Compare(Day(1, 1, 1), Day(2, drift, 1));

        result.Comparisons.Where(comparison => comparison.Percentile == PercentileComparison.BesideOthers).ShouldAllBe(comparison => comparison.Change == Change.Pass);
        result.Change.ShouldNotBe(Change.Regressed);
    }

    [Fact]
    public void Compare_OfThreeRequests_HasNoOthersToStandBeside()
    {
        var (before, now) = (Day(1, 1, 1)[..3], Day(2, 1, 1)[..3]);

        Compare(before, now).Comparisons.ShouldAllBe(comparison => comparison.Percentile != PercentileComparison.BesideOthers);
    }

    [Fact]
    public void Compare_OfAServiceThatIsSlower_OnAMachineThatIsNot_CallsItRegressed()
    {
        var result = Gauged(machine: 1, service: 1.15);

        result.Change.ShouldBe(Change.Regressed);
        result.Machine!.Value.Estimate.ShouldBe(1, 0.02);
        result.Reasons.ShouldNotContain(reason => reason.Contains("the machine itself", StringComparison.Ordinal));
    }

    [Fact]
    public void Compare_OnAMachineThatIsSlowerItself_BlamesNobody_AndSaysWhy()
    {
        var result = Gauged(machine: 1.15, service: 1);

        result.Change.ShouldBe(Change.Pass);
        result.Reasons[0].ShouldBe("no slower than baseline 'main'");
        result.Reasons[1].ShouldMatch(@"^the machine itself is slower than when the baseline was taken: it takes \+1\d\.\d % \(from .* to .*\) for the same work$");
        result.Reasons[2].ShouldMatch(@"^what makes all requests slower alike, by less than \+\d\d\.\d %, cannot be told from what this machine does by itself$");
    }

    [Fact]
    public void Compare_OfAServiceThatIsSlower_OnAMachineThatIsSlowerToo_DoesNotPass() => Gauged(machine: 1.15, service: 1.2).Change.ShouldBe(Change.Inconclusive);

    [Fact]
    public void Compare_OfAServiceThatIsSlower_OnAMachineThatHidesIt_DoesNotPass()
    {
        var result = Gauged(machine: 1 / 1.15, service: 1.15);

        result.Change.ShouldBe(Change.Inconclusive);
        result.Reasons[^1].ShouldStartWith("the machine itself is quicker than when the baseline was taken: it takes -1");
    }

    [Fact]
    public void Compare_OnAMachineThatIsQuicker_PassesWhatIsAsMuchQuicker() => Gauged(machine: 1 / 1.15, service: 1).Change.ShouldBe(Change.Pass);

    [Fact]
    public void Compare_WithABaselineThatHasNoGauge_TakesTheServiceAsItStands()
    {
        var before = Day(1, 1, 1);

        var result = BaselineComparison.Compare("main", new(before, []), new(Day(2, 1.15, 1), Machine(2, 1.15)), BaselineTolerance.Default);

        result.Change.ShouldBe(Change.Regressed);
        result.Machine.ShouldBeNull();
    }

    [Theory]
    [InlineData(20, Change.Regressed)]
    [InlineData(50, Change.Inconclusive)]
    public void Compare_OnAMachineThatOthersUseNow_BlamesNobody(double elsewhere, Change change)
    {
        var result = BaselineComparison.Compare(
            "main", new(Day(1, 1, 1), Machine(1, 1)) { Elsewhere = 15 }, new(Day(2, 1.3, 1), Machine(2, 1)) { Elsewhere = elsewhere }, BaselineTolerance.Default);

        result.Change.ShouldBe(change);
        result.Reasons.Contains("others use 50 % of this machine's cores, and used 15 % when the baseline was taken: run it again when they are done").ShouldBe(change == Change.Inconclusive);
    }

    private static BaselineResult Gauged(double machine, double service) => BaselineComparison.Compare(
        "main", new(Day(1, 1, 1), Machine(1, 1)), new(Day(2, machine * service, 1), Machine(2, machine)), BaselineTolerance.Default);

    private static List<Histogram> Machine(int seed, double drift) => Slices(new Random(seed), drift, 100);

    /// <summary>A run of five requests, on a machine that takes so many times as long as another day; one of them takes longer still.</summary>
    private static List<RequestSlices> Day(int seed, double drift, double slowdown, double wander = 0)
    {
        var random = new Random(seed);
        double[] course = [.. Enumerable.Range(0, 20).Select(_ => drift * Math.Exp(wander * (random.NextDouble() - 0.5)))];
        return
        [
            new("menu", Slices(random, 2, 200, course)), new("list", Slices(random, 4, 200, course)), new("find", Slices(random, 6 * slowdown, 200, course)),
            new("log", Slices(random, 8, 200, course)), new("sum", Slices(random, 9, 200, course)),
        ];
    }

    private static BaselineResult Compare(List<RequestSlices> before, List<RequestSlices> now) => BaselineComparison.Compare("main", new(before, []), new(now, []), BaselineTolerance.Default);

    private static List<RequestSlices> Side(int seed, double slowdown, double scale = 1, int perSlice = 200)
    {
        var random = new Random(seed);
        return [new("menu", Slices(random, 2 * scale, perSlice)), new("list", Slices(random, 8 * scale * slowdown, perSlice))];
    }

    /// <summary>A run of three requests, one of which is rare and has a long tail.</summary>
    private static List<RequestSlices> WithRare(int seed, int perSlice, double spread = 0.8)
    {
        var random = new Random(seed);
        double[] tail = [.. Enumerable.Range(0, 20).Select(_ => Math.Exp(spread * (random.NextDouble() - 0.5)))];
        return [new("menu", Slices(random, 2, 200)), new("list", Slices(random, 8, 200)), new("rare", Slices(random, 9, perSlice, tail))];
    }

    private static List<Histogram> Slices(Random random, double median, int perSlice, double[]? course = null) => [.. Enumerable.Range(0, 20).Select(slice =>
    {
        var recorder = new Recorder();
        for (var request = 0; request < perSlice; request++)
            recorder.Record((long)(median * (course?[slice] ?? 1) * Math.Exp(0.3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2) * TimeSpan.TicksPerMillisecond));
        return recorder.Snapshot();
    })];
}

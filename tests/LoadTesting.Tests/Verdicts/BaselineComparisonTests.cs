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
    public void Compare_OfLessThanTheFloor_Passes() => Compare(Side(1, 1, scale: 0.025), Side(2, 1.2, scale: 0.025)).Change.ShouldBe(Change.Pass);

    [Fact]
    public void Compare_OfTooFewRequests_IsInconclusive()
    {
        var result = Compare(Side(1, 1, perSlice: 2), Side(2, 1, perSlice: 2));

        result.Change.ShouldBe(Change.Inconclusive);
        result.Reasons.ShouldBe(["too little was measured to compare with baseline 'main': 100 requests of a kind are the least"]);
    }

    [Fact]
    public void Compare_OfThinSlices_TakesNeighboursTogether() => Compare(Side(1, 1, perSlice: 8), Side(2, 1.6, perSlice: 8)).Change.ShouldBe(Change.Regressed);

    private static BaselineResult Compare(List<RequestSlices> before, List<RequestSlices> now) => BaselineComparison.Compare("main", before, now, BaselineTolerance.Default);

    private static List<RequestSlices> Side(int seed, double slowdown, double scale = 1, int perSlice = 200)
    {
        var random = new Random(seed);
        return [new("menu", Slices(random, 2 * scale, perSlice)), new("list", Slices(random, 8 * scale * slowdown, perSlice))];
    }

    private static List<Histogram> Slices(Random random, double median, int perSlice) => [.. Enumerable.Range(0, 20).Select(_ =>
    {
        var recorder = new Recorder();
        for (var request = 0; request < perSlice; request++)
            recorder.Record((long)(median * Math.Exp(0.3 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2) * TimeSpan.TicksPerMillisecond));
        return recorder.Snapshot();
    })];
}

using Frostline.Measurement.Trends;

namespace LoadTesting.Tests.Verdicts;

/// <summary>Whether a series rises.</summary>
public sealed class TrendTests
{
    [Fact]
    public void Trend_OfALineWithNoise_HasItsSlopeWithinItsInterval()
    {
        var random = new Random(1);

        var trend = Trend.Of([.. Enumerable.Range(0, 60).Select(second => ((double)second, 100 + 0.5 * second + random.NextDouble() * 4))])!;

        trend.Significance.ShouldBeLessThan(1e-6);
        trend.Lower.ShouldBeInRange(0.4, 0.5);
        trend.Upper.ShouldBeInRange(0.5, 0.6);
        trend.Slope.ShouldBe(0.5, 0.05);
    }

    [Fact]
    public void Trend_OfNoiseAlone_IsSeldomCalledOne()
    {
        var alarms = Enumerable.Range(0, 400).Count(seed =>
        {
            var random = new Random(seed);
            return Trend.Of([.. Enumerable.Range(0, 40).Select(second => ((double)second, random.NextDouble()))])!.Significance < 0.01;
        });

        alarms.ShouldBeInRange(0, 12);
    }

    [Fact]
    public void Trend_OfAFlatSeries_IsNone() => Trend.Of([.. Enumerable.Range(0, 20).Select(second => ((double)second, 7.0))])!.Slope.ShouldBe(0);

    [Fact]
    public void Trend_OfTooFewPoints_IsNotJudged() => Trend.Of([(0, 1), (1, 2)]).ShouldBeNull();
}

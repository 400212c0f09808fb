using Frostline.Measurement;

namespace Measurement.Tests;

/// <summary>Against vectors computed elsewhere, with the likeliest rates found by search, and printed in Newcombe (1998), tables I and II.</summary>
public sealed class ProportionTests
{
    [Theory]
    [InlineData(56, 70, 48, 80, 0.95, 0.0528297, 0.3381729)]
    [InlineData(9, 10, 3, 10, 0.95, 0.1700250, 0.8406495)]
    [InlineData(5, 56, 0, 29, 0.95, -0.0325966, 0.1933310)]
    [InlineData(10, 10, 0, 20, 0.95, 0.7156187, 1)]
    [InlineData(9, 1500, 0, 1500, 0.98, 0.0023931, 0.0127367)]
    [InlineData(30, 1800, 18, 1800, 0.98, -0.0023530, 0.0163159)]
    [InlineData(0, 1000, 0, 1000, 0.98, -0.0053854, 0.0053854)]
    public void Minus_HasTheScoreInterval(long hits, long total, long otherHits, long otherTotal, double confidence, double lower, double upper)
    {
        var interval = new Proportion(hits, total).Minus(new(otherHits, otherTotal), confidence);

        interval.Estimate.ShouldBe((double)hits / total - (double)otherHits / otherTotal, 1e-12);
        interval.Lower.ShouldBe(lower, 2e-6);
        interval.Upper.ShouldBe(upper, 2e-6);
    }

    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Within_HasTheIntervalOfWilson(long hits, long total, double lower, double upper)
    {
        var interval = new Proportion(hits, total).Within(0.95);

        interval.Lower.ShouldBe(lower, 5e-5);
        interval.Upper.ShouldBe(upper, 5e-5);
    }

    [Fact]
    public void OfNothing_EverythingIsPossible()
    {
        new Proportion(0, 0).Within(0.98).ShouldBe(new Interval(0, 0, 1));
        new Proportion(0, 0).Minus(new(3, 10), 0.98).ShouldBe(new Interval(-0.3, -1, 1));
    }
}

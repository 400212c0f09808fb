using Frostline.Measurement;

namespace Measurement.Tests;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 3.25)]
    [InlineData(0.5, 5.5)]
    [InlineData(0.95, 9.55)]
    [InlineData(1, 10)]
    public void Of_LiesBetweenTwoSamplesByTheirDistance(double share, double value) =>
        Quantiles.Of([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], share).ShouldBe(value, 1e-12);

    [Fact]
    public void Of_OneSample_IsIt() => Quantiles.Of([42], 0.99).ShouldBe(42);

    [Fact]
    public void Of_NoSamples_IsRefused() => Should.Throw<ArgumentException>(() => Quantiles.Of([], 0.5));

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.99, 2.326347874040841)]
    [InlineData(0.02275013194817921, -2)]
    [InlineData(1e-20, -9.262340089798408)]
    public void NormalQuantile_IsTheTabulatedOne(double probability, double value) =>
        NormalDistribution.Quantile(probability).ShouldBe(value, 1e-9);
}

using Frostline.Measurement.Comparisons;
using Shouldly;

namespace Measurement.Tests.Comparisons;

/// <summary>Series whose difference and covariate are known, and what is made of them: often, since a single draw proves little.</summary>
public sealed class CovariateComparisonTests
{
    private const int Trials = 200;

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.0)]
    [InlineData(0.5)]
    public void Ratio_OfWhatTheCovariateExplains_HoldsOne_HoweverMuchTheValueLeansOnIt(double slope)
    {
        var results = Repeat(random => CovariateComparison.Ratio(Side(random, slope, drift: 0, change: 0, noise: 0.01), Side(random, slope, drift: 0.4, change: 0, noise: 0.01), 0.5, 0.98, seed: 1)!);

        results.Count(result => result.Ratio.Lower > 1 || result.Ratio.Upper < 1).ShouldBeLessThanOrEqualTo(Trials * 4 / 100);
        results.Average(result => result.Slope).ShouldBe(slope, 0.05);
    }

    [Fact]
    public void Ratio_OfAChangeBesideTheCovariate_IsThatChange()
    {
        var results = Repeat(random => CovariateComparison.Ratio(Side(random, 2, drift: 0, change: 0, noise: 0.01), Side(random, 2, drift: 0.2, change: 0.1, noise: 0.01), 0.5, 0.98, seed: 1)!);

        results.Average(result => Math.Log(result.Ratio.Estimate)).ShouldBe(0.1, 0.01);
        results.Count(result => result.Ratio.Lower > 1).ShouldBeGreaterThan(Trials * 9 / 10);
    }

    [Fact]
    public void Ratio_WithACovariateThatIsAllNoise_TakesTheExpectedSlope_AndKnowsThatItIsNotSure()
    {
        var results = Repeat(random => CovariateComparison.Ratio(Quiet(random, drift: 0), Quiet(random, drift: 0.2), 0.5, 0.98, seed: 1)!);

        // The slices alone would say that the value does not move with it at all.
        results.Average(result => result.Slope).ShouldBe(1, 0.15);
        results.Average(result => Math.Log(result.Ratio.Upper / result.Ratio.Estimate)).ShouldBeGreaterThan(0.15);
    }

    [Fact]
    public void Ratio_OfTooFewSlices_IsNone() =>
        CovariateComparison.Ratio(new([1, 1, 1, 1], [1, 1, 1, 1], 0), new([1, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0), 0.5, 0.98, seed: 1).ShouldBeNull();

    [Fact]
    public void Ratio_OfNeighboursThatAreAlike_IsRarelyCertainOfADifferenceThatIsNone()
    {
        var results = Repeat(random => SliceComparison.Ratio(Alike(random), Alike(random), 0.98, seed: 1)!.Value);

        // By calculation 18 of 100 would be, were slices taken for independent: their mean errs by √3 of what that says.
        results.Count(result => result.Lower > 1 || result.Upper < 1).ShouldBeLessThan(Trials * 12 / 100);
    }

    private static List<T> Repeat<T>(Func<Random, T> trial) => [.. Enumerable.Range(1, Trials).Select(number => trial(new(number)))];

    /// <summary>A covariate that wanders, known with some noise, and a value that leans on it.</summary>
    private static CovariateSeries Side(Random random, double slope, double drift, double change, double noise)
    {
        double[] real = [.. Enumerable.Range(0, 20).Select(_ => drift + 0.1 * Normal(random))];
        return new([.. real.Select(value => change + slope * value + 0.02 * Normal(random))], [.. real.Select(value => value + noise * Normal(random))], noise * noise);
    }

    private static CovariateSeries Quiet(Random random, double drift)
    {
        const double noise = 0.03;
        return new([.. Enumerable.Range(0, 20).Select(_ => drift + 0.01 * Normal(random))], [.. Enumerable.Range(0, 20).Select(_ => drift + noise * Normal(random))], noise * noise);
    }

    private static double[] Alike(Random random)
    {
        var value = Normal(random);
        return [.. Enumerable.Range(0, 40).Select(_ => 0.05 * (value = 0.5 * value + Math.Sqrt(0.75) * Normal(random)))];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

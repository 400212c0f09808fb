using Frostline.Measurement;

namespace Measurement.Tests;

/// <summary>Against vectors computed elsewhere: the statistic by ranks, evaluated between every two of the pairwise differences.</summary>
public sealed class MannWhitneyTests
{
    private static readonly double[] Rising = [12, 14, 14, 15, 17, 18, 18, 21, 22, 25];
    private static readonly double[] Lower = [10, 11, 11, 12, 13, 14, 14, 15, 16, 19];

    [Fact]
    public void Shift_OfTheTextbookSamples_HasTheTextbookInterval()
    {
        // Hollander and Wolfe (1973), p. 69: permeability of membranes at term and before.
        double[] term = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
        double[] before = [1.15, 0.88, 0.90, 0.74, 1.21];

        Check(MannWhitney.Shift(term, before, 0.95), 0.305, -0.15, 0.76);
    }

    [Theory]
    [InlineData(0.95, 1, 7)]
    [InlineData(0.98, 0, 8)]
    public void Shift_WithTies_CorrectsTheVariance(double confidence, double lower, double upper) =>
        Check(MannWhitney.Shift(Rising, Lower, confidence), 4, lower, upper);

    [Fact]
    public void Shift_OfUnequalNumbers_TakesTheOrderAsItComes() => Check(
        MannWhitney.Shift(
            [3.1, 4.7, 2.2, 9.9, 5.5, 6.1, 7.3, 2.9, 4.4, 8.8, 3.7, 6.6],
            [1.9, 2.5, 3.3, 2.7, 4.1, 1.2, 3.9, 2.1, 5.2, 3.0], 0.98),
        2.2, 0.3, 4.7);

    [Fact]
    public void Estimate_IsTheMedianOfAllDifferences()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var (x, y) = (Samples(random, random.Next(1, 40)), Samples(random, random.Next(1, 40)));
            var median = Quantiles.Of(from a in x from b in y select a - b, 0.5);

            MannWhitney.Shift(x, y, 0.98).Estimate.ShouldBe(median, 1e-6);
        }
    }

    [Fact]
    public void Shift_OfSamplesMovedByAConstant_MovesByIt()
    {
        var random = new Random(8);
        var (x, y) = (Samples(random, 60), Samples(random, 70));
        var (here, there) = (MannWhitney.Shift(x, y, 0.98), MannWhitney.Shift(x.Select(value => value + 3), y, 0.98));

        Check(there, here.Estimate + 3, here.Lower + 3, here.Upper + 3);
        Check(MannWhitney.Shift(y, x, 0.98), -here.Estimate, -here.Upper, -here.Lower);
    }

    [Fact]
    public void Shift_OfConstants_IsTheirDifferenceWithoutDoubt() =>
        Check(MannWhitney.Shift(Enumerable.Repeat(5.0, 50), Enumerable.Repeat(3.0, 50), 0.98), 2, 2, 2);

    [Fact]
    public void Shift_OfTooFewSamples_IsTheWholeRange() =>
        Check(MannWhitney.Shift([1.0, 2.0], [0.0, 4.0], 0.98), 0.0 - 0.5, -3, 2);

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.98)]
    public void Interval_HoldsTheTruthAsOftenAsItSays(double confidence)
    {
        const int rounds = 2000;
        var random = new Random(9);
        var held = 0;
        for (var round = 0; round < rounds; round++)
        {
            var interval = MannWhitney.Shift(Samples(random, 40), Samples(random, 50).Select(value => value + 1), confidence);
            held += interval.Lower <= -1 && interval.Upper >= -1 ? 1 : 0;
        }

        ((double)held / rounds).ShouldBe(confidence, 0.02);
    }

    [Fact]
    public void Shift_WithoutSamplesOnOneSide_IsRefused() =>
        Should.Throw<ArgumentException>(() => MannWhitney.Shift([], [1.0], 0.98)).Message.ShouldBe("There are no samples on one side.");

    private static double[] Samples(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Math.Exp(random.NextDouble() * 2))];

    private static void Check(Interval interval, double estimate, double lower, double upper)
    {
        interval.Estimate.ShouldBe(estimate, 1e-6);
        interval.Lower.ShouldBe(lower, 1e-6);
        interval.Upper.ShouldBe(upper, 1e-6);
    }
}

using Frostline.Measurement.Histograms;

namespace LoadTesting.Tests.Histograms;

/// <summary>What is read back is what was recorded, within a thousandth.</summary>
public sealed class HistogramTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Quantile_OfTenThousandRandomValues_IsWithinAThousandthOfTheSortedOnes(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 10_000).Select(_ => (long)Math.Exp(random.NextDouble() * 24)).ToArray();
        var histogram = Recorded(values);
        Array.Sort(values);

        foreach (var share in (double[])[0, 0.001, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999, 1])
        {
            var exact = values[Math.Clamp((int)Math.Ceiling(share * values.Length) - 1, 0, values.Length - 1)];
            ((double)histogram.Quantile(share)).ShouldBe(exact, exact * 0.001, $"{share}");
        }

        histogram.Count.ShouldBe(values.Length);
        histogram.Sum.ShouldBe(values.Sum());
        histogram.Smallest.ShouldBe(values[0]);
        histogram.Largest.ShouldBe(values[^1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData((1L << 37) - 1)]
    public void Quantile_OfOneValue_IsThatValue(long value) => Recorded(value).Quantile(0.5).ShouldBe(value);

    [Fact]
    public void Record_OfWhatDoesNotFit_CountsTheNearestThatDoes()
    {
        var histogram = Recorded(-5, long.MaxValue / 2);

        histogram.Count.ShouldBe(2);
        histogram.Quantile(0.5).ShouldBe(0);
        histogram.Largest.ShouldBe(long.MaxValue / 2);
    }

    [Fact]
    public void Record_FromManyThreads_LosesNothing()
    {
        var recorder = new Recorder();

        Parallel.For(0, 8, thread =>
        {
            for (var value = 0; value < 50_000; value++)
                recorder.Record(thread * 1000 + value % 100);
        });

        recorder.Snapshot().Count.ShouldBe(400_000);
        recorder.Snapshot().Largest.ShouldBe(7099);
    }

    [Fact]
    public void Minus_OfAnEarlierSnapshot_LeavesWhatCameBetween()
    {
        var recorder = new Recorder();
        recorder.Record(100);
        recorder.Record(1_000_000);
        var earlier = recorder.Snapshot();
        recorder.Record(200);
        recorder.Record(300);

        var between = recorder.Snapshot().Minus(earlier);

        between.Counters.ShouldBe([(200, 1), (300, 1)]);
        between.Sum.ShouldBe(500);
        (between.Smallest, between.Largest).ShouldBe((200, 300));
    }

    [Fact]
    public void Plus_IsWhatOneRecorderWouldHaveCounted()
    {
        long[] first = [1, 5000, 70_000], second = [5000, 3, 9_000_000];

        var merged = Recorded(first).Plus(Recorded(second));

        var whole = Recorded([.. first, .. second]);
        merged.Counters.ShouldBe(whole.Counters);
        (merged.Sum, merged.Smallest, merged.Largest).ShouldBe((whole.Sum, whole.Smallest, whole.Largest));
    }

    [Fact]
    public void Text_ReadBack_IsTheSameHistogram()
    {
        var random = new Random(7);
        var histogram = Recorded([.. Enumerable.Range(0, 5000).Select(_ => random.NextInt64(1L << 30))]);

        var read = HistogramText.Read(HistogramText.Write(histogram));

        read.Counters.ShouldBe(histogram.Counters);
        (read.Sum, read.Smallest, read.Largest, read.Count).ShouldBe((histogram.Sum, histogram.Smallest, histogram.Largest, histogram.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not a histogram at all")]
    public void Text_ThatIsDamaged_IsRefused(string text) => Should.Throw<FormatException>(() => HistogramText.Read(text));

    private static Histogram Recorded(params long[] values)
    {
        var recorder = new Recorder();
        foreach (var value in values)
            recorder.Record(value);
        return recorder.Snapshot();
    }
}

using Frostline.LoadTesting.Engines;
using Frostline.LoadTesting.Measuring;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Generators;

/// <summary>Tells what a recorder counted since it was asked last.</summary>
internal sealed class CountsReader(RunRecorder recorder)
{
    private Histogram[] histograms = [.. recorder.Histograms.Select(_ => Histogram.Empty)];
    private long[] counters = new long[recorder.Counters.Sum(group => group.Length)];
    private readonly HashSet<GeneratorSample> told = [];

    public GeneratorCounts Next()
    {
        // Counters first: who counts later in one exchange is never told before who counts earlier.
        long[] countersNow = [.. recorder.Counters.SelectMany(group => group)];
        Histogram[] histogramsNow = [.. recorder.Histograms.Select(part => part.Snapshot())];
        var counts = new GeneratorCounts(
            [.. histogramsNow.Zip(histograms, (now, before) => now.Minus(before)).Select(part => part.Count == 0 ? "" : HistogramText.Write(part))],
            countersNow.Index().Where(counter => counter.Item != counters[counter.Index]).ToDictionary(counter => counter.Index, counter => counter.Item - counters[counter.Index]),
            [.. Samples().Where(told.Add)]);
        (histograms, counters) = (histogramsNow, countersNow);
        return counts;
    }

    private IEnumerable<GeneratorSample> Samples() =>
        from request in recorder.Requests.Index()
        from kind in request.Item.Samples
        from detail in kind.Value
        select new GeneratorSample(request.Index, kind.Key, detail);
}

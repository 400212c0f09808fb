using Frostline.LoadTesting.Verdicts;
using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Measuring;

/// <summary>Cuts the measured time into equal pieces, each with the response times of every request: the units that runs are compared by.</summary>
/// <param name="recorder">Where to read.</param>
/// <param name="gauge">What the machine takes for the same work; empty when nobody looks.</param>
/// <param name="from">Second at which the measured time starts.</param>
/// <param name="length">Its seconds.</param>
/// <param name="count">Into how many pieces.</param>
internal sealed class Slices(RunRecorder recorder, Recorder gauge, double from, double length, int count)
{
    private readonly Recorder[] parts = [.. recorder.Requests.Select(request => request.Response), gauge];
    private readonly List<Histogram[]> pieces = [];
    private Histogram[] before = [.. Enumerable.Repeat(Histogram.Empty, recorder.Requests.Count + 1)];

    public RunSlices All => new(
        [.. recorder.Requests.Select((request, index) => new RequestSlices(request.Name, Of(index)))],
        parts[^1].Snapshot().Count == 0 ? [] : Of(parts.Length - 1));

    public void Tick(double second)
    {
        if (pieces.Count < count - 1 && second >= from + length * (pieces.Count + 1) / count)
            Close();
    }

    /// <summary>Closes the last piece, answers that came late among it.</summary>
    public void End() => Close();

    /// <summary>The pieces of one request.</summary>
    public IReadOnlyList<Histogram> Of(int request) => [.. pieces.Select(piece => piece[request])];

    private void Close()
    {
        Histogram[] now = [.. parts.Select(part => part.Snapshot())];
        pieces.Add([.. now.Zip(before, (later, earlier) => later.Minus(earlier))]);
        before = now;
    }
}

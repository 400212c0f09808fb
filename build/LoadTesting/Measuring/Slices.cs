using Frostline.Measurement.Histograms;

namespace Frostline.LoadTesting.Measuring;

/// <summary>Cuts the measured time into equal pieces, each with the response times of every request: the units that runs are compared by.</summary>
/// <param name="recorder">Where to read.</param>
/// <param name="from">Second at which the measured time starts.</param>
/// <param name="length">Its seconds.</param>
/// <param name="count">Into how many pieces.</param>
internal sealed class Slices(RunRecorder recorder, double from, double length, int count)
{
    private readonly List<Histogram[]> pieces = [];
    private Histogram[] before = [.. recorder.Requests.Select(_ => Histogram.Empty)];

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
        Histogram[] now = [.. recorder.Requests.Select(request => request.Response.Snapshot())];
        pieces.Add([.. now.Zip(before, (later, earlier) => later.Minus(earlier))]);
        before = now;
    }
}

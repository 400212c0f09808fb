namespace Frostline.LoadTesting.Servers;

/// <summary>What the service used over time, in at most 600 points: when there would be more, every other one goes.</summary>
internal sealed class ServerTimeline(IServerProbe? probe)
{
    private const int MostPoints = 600;
    private readonly List<(double Second, ServerReading Reading)> points = [];
    private double resolution = 1;

    public IReadOnlyList<(double Second, ServerReading Reading)> Points => points;

    public void Tick(double second)
    {
        if (probe is null || (points.Count > 0 && second - points[^1].Second < resolution * 0.9) || probe.Read() is not { } reading)
            return;
        points.Add((second, reading));
        if (points.Count <= MostPoints)
            return;
        for (var index = points.Count - 1; index > 0; index -= 2)
            points.RemoveAt(index);
        resolution *= 2;
    }
}

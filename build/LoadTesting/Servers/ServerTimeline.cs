namespace Frostline.LoadTesting.Servers;

/// <summary>What the service used over time, in at most 600 points: when there would be more, every other one goes.</summary>
internal sealed class ServerTimeline(IServerProbe? probe)
{
    private const int MostPoints = 600;
    private readonly List<(double Second, ServerReading Reading)> points = [];
    private double resolution = 1;
    private double asked = double.NegativeInfinity;
    private Task<ServerReading?>? answer;

    public IReadOnlyList<(double Second, ServerReading Reading)> Points => points;

    /// <summary>Takes what was answered since, and asks anew when it is time: nobody waits for an answer.</summary>
    public void Tick(double second)
    {
        if (answer is { IsCompleted: true })
        {
            Take(answer.IsCompletedSuccessfully ? answer.Result : null);
            answer = null;
        }

        if (probe is null || answer is not null || second - asked < resolution * 0.9)
            return;
        (asked, answer) = (second, probe.ReadAsync());
    }

    private void Take(ServerReading? reading)
    {
        if (reading is null)
            return;
        points.Add((asked, reading));
        if (points.Count <= MostPoints)
            return;
        for (var index = points.Count - 1; index > 0; index -= 2)
            points.RemoveAt(index);
        resolution *= 2;
    }
}

using Frostline.LoadTesting;
using Frostline.Pipeline.Deploying;

namespace Frostline.Pipeline.LoadTests;

/// <summary>A load test at a terminal: one line is drawn over and over, and makes room for those that stay.</summary>
/// <param name="print">Takes those.</param>
internal sealed class LiveLine(Action<string> print)
{
    private const string Erase = "\r\u001b[K";
    private bool isDrawn;

    /// <summary>Where the run is told: plain lines, but at a terminal.</summary>
    public LiveView View => Terminal.IsThere ? new(Print, Draw) : new(print);

    private void Print(string line)
    {
        if (isDrawn)
            Console.Write(Erase);
        isDrawn = false;
        print(line);
    }

    private void Draw(string line)
    {
        // A line that is broken at the edge could not be drawn over; a terminal that does not tell its width says 0.
        var width = Console.WindowWidth - 1;
        Console.Write(Erase + (width > 0 && line.Length > width ? line[..width] : line));
        isDrawn = true;
    }
}

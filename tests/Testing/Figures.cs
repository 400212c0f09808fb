using System.Text.Json;

namespace Testing;

/// <summary>Figures that tests measure on their way. They go to the file that <c>FROSTLINE_FIGURES</c> names, a line of JSON each; without it nowhere.</summary>
public static class Figures
{
    private static readonly Lock Writing = new();

    /// <summary>Whether somebody wants them: then tests go through everything, of which a spread is enough otherwise.</summary>
    public static bool AreWanted => Environment.GetEnvironmentVariable("FROSTLINE_FIGURES") is { Length: > 0 };

    /// <summary>Says how far a long measurement is, to who waits for it.</summary>
    public static void Tell(string progress)
    {
        if (AreWanted)
            Console.WriteLine(progress);
    }

    /// <param name="name">What was measured, such as <c>requests lost in a rollout</c>.</param>
    /// <param name="value">How much.</param>
    /// <param name="unit">Of what, such as <c>s</c>.</param>
    /// <param name="bound">What the test holds it to, such as <c>0</c> or <c>&lt; 1</c>.</param>
    public static void Record(string name, double value, string unit, string bound)
    {
        if (Environment.GetEnvironmentVariable("FROSTLINE_FIGURES") is not { Length: > 0 } path)
            return;
        lock (Writing)
            File.AppendAllText(path, JsonSerializer.Serialize(new { name, value, unit, bound }) + "\n");
    }
}

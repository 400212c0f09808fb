using System.Runtime.CompilerServices;

namespace Testing;

/// <summary>Compares what people see with a file beside the test.</summary>
public static class Golden
{
    /// <summary>Set to <c>1</c>, the files are written instead of compared.</summary>
    public const string UpdateVariable = "FROSTLINE_UPDATE_GOLDEN";

    /// <summary>Compares text with <c>Golden/{name}</c> in the folder of the calling test; line ends count as <c>\n</c>.</summary>
    /// <exception cref="GoldenException">They differ, or there is no such file: shows the first line that differs.</exception>
    public static void Matches(string actual, string name, [CallerFilePath] string test = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(Checkout.Locate(test))!, "Golden", name);
        actual = actual.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
            return;
        }

        if (!File.Exists(file))
            throw new GoldenException($"{file}: not there. Run the test with {UpdateVariable}=1, and read what it wrote.\n\n{actual}");
        var expected = File.ReadAllText(file).ReplaceLineEndings("\n");
        if (actual != expected)
            throw new GoldenException($"{file}: {FirstDifference(expected, actual)}\nRun the test with {UpdateVariable}=1 when the change is meant.\n\n{actual}");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] wanted = expected.Split('\n'), got = actual.Split('\n');
        var line = 0;
        while (line < wanted.Length && line < got.Length && wanted[line] == got[line])
            line++;
        return $"line {line + 1} differs.\n  expected: {Show(wanted, line)}\n  actual:   {Show(got, line)}";
    }

    private static string Show(string[] lines, int line) => line < lines.Length ? $"'{lines[line]}'" : "(end)";
}

/// <summary>What was seen is not what the golden file says.</summary>
public sealed class GoldenException(string message) : Exception(message);

using System.Diagnostics;
using System.Text;

namespace Frostline.Bicep.Trials;

/// <summary>Trials of the parser, for tests and benchmarks: how fast it is, and that nothing breaks it. The same seed gives the same inputs.</summary>
public static class ParserTrial
{
    /// <summary>More than the deepest tree the parser's limits allow.</summary>
    private const int DeepestTree = 1200;

    /// <summary>A valid file with every construct of the language.</summary>
    /// <param name="characters">How long it is at least.</param>
    public static string ValidText(int characters)
    {
        var text = new StringBuilder();
        text.Append(SampleText.Template).Append('\n');
        var again = SampleText.Template[SampleText.Template.IndexOf('\n', StringComparison.Ordinal)..];
        while (text.Length < characters) text.Append(again).Append('\n');
        return text.ToString();
    }

    /// <summary>How fast a valid file is parsed: megabytes of UTF-8 a second, the best of several rounds, of which the first also compile the parser.</summary>
    /// <param name="characters">How long the file is at least.</param>
    /// <param name="rounds">How many; 5 or more to be past compilation.</param>
    /// <param name="cancellationToken">Ends the trial between two rounds.</param>
    public static double MegabytesPerSecond(int characters, int rounds, CancellationToken cancellationToken)
    {
        var text = ValidText(characters);
        var megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        var best = 0.0;
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = Stopwatch.GetTimestamp();
            if (BicepFile.Parse("trial.bicep", text).Diagnostics is [var first, ..]) throw new InvalidOperationException($"The trial's own text is not valid: {first}");
            best = Math.Max(best, megabytes / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }

    /// <summary>Parses broken variants of valid files, and checks that each gives a tree that is its text, diagnostics that are within it, and no exception.</summary>
    /// <param name="seed">Chooses the variants.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Ends the trial between two variants.</param>
    /// <returns>What was seen; <see cref="ParserTrialResult.Failure"/> is null when all went well.</returns>
    public static ParserTrialResult Fuzz(int seed, int count, CancellationToken cancellationToken)
    {
        var variants = new VariantSource(seed);
        var (characters, slowest, begun) = (0L, TimeSpan.Zero, Stopwatch.GetTimestamp());
        for (var i = 1; i <= count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (path, text) = variants.Next();
            var started = Stopwatch.GetTimestamp();
            var failure = Try(path, text);
            var took = Stopwatch.GetElapsedTime(started);
            characters += text.Length;
            if (took > slowest) slowest = took;
            if (failure is not null) return new ParserTrialResult(i, characters, Stopwatch.GetElapsedTime(begun), slowest, $"{failure}\n{text}");
        }

        return new ParserTrialResult(count, characters, Stopwatch.GetElapsedTime(begun), slowest, null);
    }

    private static string? Try(string path, string text)
    {
        try
        {
            var file = BicepFile.Parse(path, text);
            if (file.Syntax.ToFullText() != text) return "The tree is not the text.";
            if (file.Syntax.Depth > DeepestTree) return $"The tree is {file.Syntax.Depth} deep.";
            var lines = text.AsSpan().Count('\n') + text.AsSpan().Count('\r') + 1;
            return file.Diagnostics.FirstOrDefault(found => found.Line < 1 || found.Line > lines || found.Column < 1 || found.Length < 0)?.ToString();
        }
        catch (Exception bug) when (bug is not OutOfMemoryException)
        {
            return bug.ToString();
        }
    }
}

namespace Frostline.Scanning.Secrets;

/// <summary>How little a text says about its next character.</summary>
internal static class Entropy
{
    /// <summary>Shannon entropy in bits a character.</summary>
    public static double Of(ReadOnlySpan<char> text)
    {
        Span<int> counts = stackalloc int[128];
        counts.Clear();
        foreach (var character in text)
            counts[character & 127]++;
        var sum = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                sum -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        }

        return sum;
    }
}

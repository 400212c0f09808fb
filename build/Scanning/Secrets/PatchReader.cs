using System.Globalization;
using System.Text;

namespace Frostline.Scanning.Secrets;

/// <summary>Reads what <c>git log --patch --unified=0</c> prints, and hands on the lines that were added, together as far as they are.</summary>
internal sealed class PatchReader(PatchReader.Added added)
{
    private const int MostAtOnce = 1 << 18;

    private readonly StringBuilder text = new();
    private string commit = "";
    private string? path;
    private int line;
    private int expected;

    /// <param name="path">The file.</param>
    /// <param name="text">Lines that were added one after the other.</param>
    /// <param name="line">The first of them, from 1.</param>
    /// <param name="commit">The commit that added them.</param>
    public delegate void Added(string path, ReadOnlySpan<char> text, int line, string commit);

    public int Commits { get; private set; }

    public long Characters { get; private set; }

    public void Read(string patch)
    {
        if (expected > 0 && patch is ['+', ..])
            Add(patch);
        else if (patch is ['-' or '\\', ..] && path is not null)
            return;
        else
            ReadHeader(patch);
    }

    public void End()
    {
        if (path is not null && text.Length > 0)
            added(path, text.ToString(), line, commit);
        text.Clear();
    }

    private void Add(string patch)
    {
        expected--;
        Characters += patch.Length;
        text.Append(patch, 1, patch.Length - 1).Append('\n');
        if (text.Length < MostAtOnce)
            return;
        var lines = 0;
        foreach (var piece in text.GetChunks())
            lines += piece.Span.Count('\n');
        End();
        line += lines;
    }

    private void ReadHeader(string patch)
    {
        if (patch.StartsWith("@@ ", StringComparison.Ordinal))
            ReadHunk(patch);
        else if (patch.StartsWith("commit ", StringComparison.Ordinal))
        {
            End();
            (commit, path) = (patch[7..], null);
            Commits++;
        }
        else if (patch.StartsWith("+++ ", StringComparison.Ordinal))
            path = patch.StartsWith("+++ b/", StringComparison.Ordinal) ? patch[6..].TrimEnd('\t') : null;
        else if (patch.StartsWith("diff ", StringComparison.Ordinal))
        {
            End();
            path = null;
        }
    }

    /// <summary>For example <c>@@ -1,2 +3,4 @@</c>: four lines from line 3 on.</summary>
    private void ReadHunk(string patch)
    {
        End();
        var plus = patch.IndexOf('+') + 1;
        var range = patch[plus..patch.IndexOf(' ', plus)].Split(',');
        line = int.Parse(range[0], CultureInfo.InvariantCulture);
        expected = range.Length > 1 ? int.Parse(range[1], CultureInfo.InvariantCulture) : 1;
    }
}

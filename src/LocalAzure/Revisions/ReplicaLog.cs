using System.Text;
using LocalAzure.State;

namespace LocalAzure.Revisions;

/// <summary>
/// What one replica wrote. The process appends to the file itself, so its output survives LocalAzure; here it is only kept small and
/// read. Cutting copies, then truncates: lines written in between are lost.
/// </summary>
internal sealed class ReplicaLog(string file, long sizeLimit = 10 * 1024 * 1024)
{
    private const int OlderKept = 2;
    private const int Block = 64 * 1024;

    private static readonly FileStreamOptions Shared = new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite,
        UnixCreateMode = OwnerOnly.FileMode,
    };

    public string File { get; } = file;

    /// <summary>Makes the file, empty, when there is none: the process then finds it with the right mode.</summary>
    public void Prepare()
    {
        OwnerOnly.CreateFolder(Path.GetDirectoryName(File)!);
        new FileStream(File, Shared).Dispose();
    }

    public void CutWhenTooLong()
    {
        if (!System.IO.File.Exists(File) || new FileInfo(File).Length <= sizeLimit)
            return;
        for (var age = OlderKept; age > 1; age--)
        {
            if (System.IO.File.Exists(Older(age - 1)))
                System.IO.File.Move(Older(age - 1), Older(age), overwrite: true);
        }

        System.IO.File.Copy(File, Older(1), overwrite: true);
        using var current = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        current.SetLength(0);
    }

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> ReadLast(int lines)
    {
        List<string> found = [];
        foreach (var source in Enumerable.Range(0, OlderKept + 1).Select(age => age == 0 ? File : Older(age)))
        {
            if (found.Count >= lines || !System.IO.File.Exists(source))
                break;
            found.InsertRange(0, ReadLast(source, lines - found.Count));
        }

        return found;
    }

    private static List<string> ReadLast(string source, int lines)
    {
        using var stream = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var end = stream.Length;
        var start = end;
        var newlines = 0;
        var buffer = new byte[Block];
        while (start > 0 && newlines <= lines)
        {
            var length = (int)Math.Min(Block, start);
            start -= length;
            stream.Position = start;
            stream.ReadExactly(buffer, 0, length);
            newlines += buffer.AsSpan(0, length).Count((byte)'\n');
        }

        stream.Position = start;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var all = reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (all[^1].Length == 0)
            all.RemoveAt(all.Count - 1);
        return all.Count > lines ? all[^lines..] : all;
    }

    private string Older(int age) => $"{File}.{age}";
}

using System.Text;

namespace LocalAzure.State;

/// <summary>Writes beside, flushes to disk, renames: a reader, or the next start, sees the old content or the new one. Owner-only.</summary>
internal static class AtomicFile
{
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".new";
        File.Delete(beside);
        using (var stream = OwnerOnly.Open(beside, FileMode.CreateNew))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}

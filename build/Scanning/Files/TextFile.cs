using System.Buffers;
using System.Text;

namespace Frostline.Scanning.Files;

/// <summary>Reads a file of any size piece by piece, each ending at the end of a line where lines are not absurdly long.</summary>
internal static class TextFile
{
    private const int PieceBytes = 1 << 18;
    private const int SniffedBytes = 8192;

    /// <summary>Bytes read again when a piece had no line end: what straddles the border is then whole in one of them.</summary>
    private const int Overlap = 4096;

    /// <summary>A piece of a file, its text one character a byte unless the file is UTF-16.</summary>
    public readonly ref struct Piece(ReadOnlySpan<char> text, int line)
    {
        public ReadOnlySpan<char> Text { get; } = text;

        /// <summary>The line that the piece begins in, from 1.</summary>
        public int Line { get; } = line;
    }

    public delegate void Reader(Piece piece);

    /// <returns>The bytes read; null when the file is not text.</returns>
    public static long? Read(string path, Reader reader, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.SequentialScan);
        var bytes = ArrayPool<byte>.Shared.Rent(PieceBytes);
        var chars = ArrayPool<char>.Shared.Rent(PieceBytes);
        try
        {
            return Read(file, bytes.AsSpan(0, PieceBytes), chars, reader, cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static long? Read(FileStream file, Span<byte> bytes, char[] chars, Reader reader, CancellationToken cancellation)
    {
        var total = 0L;
        var kept = 0;
        var line = 1;
        Encoding? encoding = null;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = file.ReadAtLeast(bytes[kept..], bytes.Length - kept, throwOnEndOfStream: false);
            total += read;
            var filled = bytes[..(kept + read)];
            if (encoding is null && (encoding = EncodingOf(filled)) is null)
                return null;
            var atEnd = filled.Length < bytes.Length;
            var end = atEnd ? filled.Length : EndOfLines(filled, encoding);
            var length = encoding.GetChars(filled[..end], chars);
            reader(new(chars.AsSpan(0, length), line));
            if (atEnd)
                return total;
            var resume = filled[end - 1] == '\n' || encoding != Encoding.Latin1 ? end : end - Overlap;
            line += filled[..resume].Count((byte)'\n');
            filled[resume..].CopyTo(bytes);
            kept = filled.Length - resume;
        }
    }

    private static int EndOfLines(ReadOnlySpan<byte> filled, Encoding encoding)
    {
        if (encoding != Encoding.Latin1)
            return filled.Length & ~1;
        var end = filled.LastIndexOf((byte)'\n') + 1;
        return end > filled.Length / 2 ? end : filled.Length;
    }

    /// <summary>Null: not text.</summary>
    private static Encoding? EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => Encoding.Unicode,
        [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
        _ => start[..Math.Min(start.Length, SniffedBytes)].Contains((byte)0) ? null : Encoding.Latin1,
    };
}

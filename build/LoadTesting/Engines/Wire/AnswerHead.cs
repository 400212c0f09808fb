using System.Buffers.Text;
using System.Text;

namespace Frostline.LoadTesting.Engines.Wire;

/// <summary>What the first lines of an HTTP/1.1 answer say about the rest (RFC 9112).</summary>
/// <param name="Status">The status.</param>
/// <param name="Size">Bytes of the head itself, its empty line among them.</param>
/// <param name="Length">Bytes of the body; -1 when it ends with the connection.</param>
/// <param name="Chunked">Whether the body comes in chunks.</param>
/// <param name="Closes">Whether the connection ends with this answer.</param>
internal readonly record struct AnswerHead(int Status, int Size, long Length, bool Chunked, bool Closes)
{
    public const int Longest = 64 * 1024;

    private static readonly byte[] Start = "HTTP/1."u8.ToArray();

    /// <returns>Null when its end has not come yet.</returns>
    /// <exception cref="InvalidAnswerException">It is none.</exception>
    public static AnswerHead? Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Start.AsSpan(0, Math.Min(bytes.Length, Start.Length))))
            throw new InvalidAnswerException("the answer does not start as HTTP/1.1 does");
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return bytes.Length < Longest ? null : throw new InvalidAnswerException($"the head of the answer is longer than {Longest >> 10} kB");
        var line = bytes[..end].IndexOf("\r\n"u8);
        var fields = line < 0 ? [] : bytes[(line + 2)..(end + 2)];
        return OfFields(StatusOf(bytes[..(line < 0 ? end : line)]), end + 4, closes: bytes[Start.Length] == (byte)'0', fields);
    }

    private static int StatusOf(ReadOnlySpan<byte> line) =>
        line.Length >= 12 && Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var used) && used == 3 && status >= 100
            ? status
            : throw new InvalidAnswerException($"'{Encoding.Latin1.GetString(line[..Math.Min(line.Length, 40)])}' is not a status line");

    private static AnswerHead OfFields(int status, int size, bool closes, ReadOnlySpan<byte> fields)
    {
        var (length, chunked) = (-1L, false);
        while (fields.Length > 0)
        {
            var end = fields.IndexOf("\r\n"u8);
            var field = fields[..end];
            fields = fields[(end + 2)..];
            if (ValueOf(field, "content-length"u8) is { IsEmpty: false } number)
                length = Utf8Parser.TryParse(number, out long bytes, out var used) && used == number.Length && bytes >= 0 ? bytes : throw new InvalidAnswerException("its Content-Length is not a number");
            else if (ValueOf(field, "transfer-encoding"u8) is { IsEmpty: false } encoding)
                chunked = Ascii.EqualsIgnoreCase(encoding, "chunked"u8) ? true : throw new InvalidAnswerException("its Transfer-Encoding is not 'chunked'");
            else if (ValueOf(field, "connection"u8) is { IsEmpty: false } connection)
                closes = !Ascii.EqualsIgnoreCase(connection, "keep-alive"u8) && (closes || Ascii.EqualsIgnoreCase(connection, "close"u8));
        }

        var bodiless = status is < 200 or 204 or 304;
        return new(status, size, bodiless ? 0 : chunked ? -1 : length, chunked && !bodiless, closes || (!bodiless && !chunked && length < 0));
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name) =>
        field.Length > name.Length && field[name.Length] == (byte)':' && Ascii.EqualsIgnoreCase(field[..name.Length], name) ? field[(name.Length + 1)..].Trim(" \t"u8) : [];
}

/// <summary>What came is not HTTP/1.1, or not whole.</summary>
internal sealed class InvalidAnswerException(string message) : Exception(message);

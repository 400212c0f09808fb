using System.Text;

namespace Frostline.Bicep.Syntax;

/// <summary>A file's bytes as text: UTF-8, with or without a byte order mark, and nothing else.</summary>
internal static class FileText
{
    /// <summary>In bytes: the largest template that Azure accepts, and Bicep is terser than its JSON.</summary>
    public const int Longest = 4 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The bytes of a file, never many more than are allowed.</summary>
    public static byte[] Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length <= Longest && file.Length > 0)
        {
            var all = new byte[file.Length];
            file.ReadExactly(all);
            return all;
        }

        var some = new byte[Longest + 1];
        return some[..file.ReadAtLeast(some, some.Length, throwOnEndOfStream: false)];
    }

    /// <returns>The text, or as much of it as can be read, and what is wrong with it if anything is.</returns>
    public static (SourceText Source, Diagnostic? Problem) Decode(string path, ReadOnlySpan<byte> content)
    {
        if (content.Length > Longest)
        {
            return Unreadable(path, "", "file-too-large", $"The file has more than {Longest} bytes, which no deployment takes. Split it into modules.");
        }

        if (content.StartsWith(Encoding.UTF8.Preamble)) content = content[3..];
        if (content.StartsWith(Encoding.Unicode.Preamble) || content.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return Unreadable(path, "", "file-encoding", "The file is UTF-16. Save it as UTF-8.");
        }

        try
        {
            return (new SourceText(path, Strict.GetString(content)), null);
        }
        catch (DecoderFallbackException invalid)
        {
            var valid = content[..Math.Max(0, invalid.Index)];
            var first = invalid.BytesUnknown is [var unknown, ..] ? unknown : (byte)0;
            return Unreadable(path, Encoding.UTF8.GetString(valid), "file-encoding", $"The byte 0x{first:X2} here is not UTF-8. Save the file as UTF-8.");
        }
    }

    private static (SourceText Source, Diagnostic Problem) Unreadable(string path, string readable, string code, string message)
    {
        var source = new SourceText(path, readable);
        return (source, source.Diagnose(DiagnosticSeverity.Error, code, message, new TextSpan(readable.Length, 0)));
    }
}

using Frostline.Bicep.Binding;
using System.Text;

namespace Frostline.Bicep.Evaluation.Functions;

/// <summary>Functions that read files beside the template.</summary>
internal static class FileFunctions
{
    private const int Limit = 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static IEnumerable<FunctionInfo> All =>
    [
        new("loadTextContent", 1, 2, "string", FunctionKind.CompileTime, a => new StringValue(Text(a, 1))),
        new("loadFileAsBase64", 1, 1, "string", FunctionKind.CompileTime, a => new StringValue(Convert.ToBase64String(Bytes(a)))),
        new("loadJsonContent", 1, 3, "any", FunctionKind.CompileTime, a => Select(a, JsonValues.Read(Text(a, 2)))),
        new("loadYamlContent", 1, 3, "any", FunctionKind.CompileTime, a => Select(a, YamlReader.Read(Text(a, 2)))),
        new("loadDirectoryFileInfo", 1, 2, "array", FunctionKind.CompileTime, Files),
    ];

    private static string Text(Arguments a, int encodingIndex)
    {
        var bytes = Bytes(a);
        try
        {
            var encoding = a.Has(encodingIndex) ? Named(a.Text(encodingIndex)) : Strict;
            var text = encoding.GetString(bytes);
            return text.StartsWith('\uFEFF') ? text[1..] : text;
        }
        catch (DecoderFallbackException)
        {
            throw new EvaluationException($"{a.Text(0)} is not UTF-8 text.");
        }
    }

    private static Encoding Named(string name) => name switch
    {
        "utf-8" => Strict,
        "us-ascii" => Encoding.ASCII,
        "iso-8859-1" => Encoding.Latin1,
        "utf-16" => Encoding.Unicode,
        "utf-16BE" => Encoding.BigEndianUnicode,
        _ => throw new EvaluationException($"'{name}' is not an encoding. Use utf-8, us-ascii, iso-8859-1, utf-16 or utf-16BE."),
    };

    private static byte[] Bytes(Arguments a)
    {
        var path = Resolve(a, a.Text(0));
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > Limit)
            {
                throw new EvaluationException($"{a.Text(0)} has {file.Length} bytes; at most {Limit} can be loaded.", "BCP184") { Argument = 0 };
            }

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationException($"An error occurred reading file. Could not {(error is FileNotFoundException or DirectoryNotFoundException ? "find" : "open")} file '{a.Text(0)}'.", "BCP091") { Argument = 0 };
        }
    }

    private static string Resolve(Arguments a, string path) =>
        FilePaths.ProblemOf(path) is var (code, message) ? throw new EvaluationException(message, code) { Argument = 0 } : Path.Combine(a.Host.Directory, path);

    private static BicepValue Select(Arguments a, BicepValue value)
    {
        if (!a.Has(1))
        {
            return value;
        }

        var path = a.Text(1).TrimStart('$').TrimStart('.');
        try
        {
            return value.Find(path) ?? throw new EvaluationException($"{a.Text(0)} has nothing at '{a.Text(1)}'.", "BCP235");
        }
        catch (FormatException error)
        {
            throw new EvaluationException(error.Message, "BCP235");
        }
    }

    private static ArrayValue Files(Arguments a)
    {
        var directory = Resolve(a, a.Text(0));
        try
        {
            return new ArrayValue(Directory.EnumerateFiles(directory, a.Has(1) ? a.Text(1) : "*").Order(StringComparer.Ordinal).Select(path => new ObjectValue(
            [
                new("relativePath", new StringValue(Path.GetRelativePath(a.Host.Directory, path).Replace('\\', '/'))),
                new("baseName", new StringValue(Path.GetFileName(path))),
                new("extension", new StringValue(Path.GetExtension(path))),
            ])));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new EvaluationException($"The folder '{a.Text(0)}' cannot be read.", "BCP428");
        }
    }
}

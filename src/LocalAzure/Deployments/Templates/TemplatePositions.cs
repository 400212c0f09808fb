using System.Text;
using System.Text.Json;

namespace LocalAzure.Deployments.Templates;

/// <summary>Line and column of every part of a template, by its path, so that an error can say where.</summary>
internal sealed class TemplatePositions
{
    private readonly Dictionary<string, (int Line, int Column)> positions = new(StringComparer.Ordinal);

    /// <param name="json">The body as it came.</param>
    /// <param name="root">Path of the template in it, such as <c>properties.template</c>; paths are told from there.</param>
    public TemplatePositions(string json, string root)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 256 });
        var path = new Stack<(string Path, int Index)>();
        string? property = null;
        var (line, start, seen) = (1, 0, 0);
        while (reader.Read())
        {
            var at = (int)reader.TokenStartIndex;
            for (; seen < at; seen++)
            {
                if (bytes[seen] == '\n')
                    (line, start) = (line + 1, seen + 1);
            }

            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                property = reader.GetString();
                continue;
            }

            if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                path.Pop();
                continue;
            }

            var here = Here(path, property);
            property = null;
            if (here.StartsWith(root, StringComparison.OrdinalIgnoreCase))
                positions.TryAdd(here[root.Length..].TrimStart('.'), (line, at - start + 1));
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                path.Push((here, reader.TokenType == JsonTokenType.StartArray ? 0 : -1));
        }
    }

    /// <summary><c>at line '3' and column '7'</c>, or nothing when the part is not known.</summary>
    public string Describe(string path) => positions.TryGetValue(path, out var found) ? $" at line '{found.Line}' and column '{found.Column}'" : "";

    private static string Here(Stack<(string Path, int Index)> path, string? property)
    {
        if (path.Count == 0)
            return "";

        var (parent, index) = path.Pop();
        path.Push((parent, index < 0 ? index : index + 1));
        if (index >= 0)
            return $"{parent}[{index}]";

        return parent.Length == 0 ? property! : $"{parent}.{property}";
    }
}

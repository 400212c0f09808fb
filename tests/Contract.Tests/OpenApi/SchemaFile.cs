using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Contract.Tests.OpenApi;

/// <summary>One file of definitions, and the way from a <c>$ref</c> in it to what it means, in whichever file.</summary>
internal sealed class SchemaFile
{
    private static readonly ConcurrentDictionary<string, SchemaFile> Known = new(StringComparer.Ordinal);
    private readonly string path;

    private SchemaFile(string path)
    {
        this.path = path;
        Root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    }

    public JsonObject Root { get; }

    public static SchemaFile Read(string path) => Known.GetOrAdd(Path.GetFullPath(path), file => new SchemaFile(file));

    public (SchemaFile File, JsonObject Node) Resolve(JsonObject node)
    {
        if (node["$ref"]?.GetValue<string>() is not { } reference)
            return (this, node);

        var parts = reference.Split('#');
        var file = parts[0].Length == 0 ? this : Read(Path.Combine(Path.GetDirectoryName(path)!, parts[0]));
        JsonNode found = file.Root;
        foreach (var step in parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = found[step.Replace("~1", "/", StringComparison.Ordinal)] ?? throw new InvalidDataException($"{path}: '{reference}' leads nowhere.");
        return file.Resolve(found.AsObject());
    }
}

using System.Text.Json;

namespace Frostline.Images.Layers;

/// <summary>An app's <c>.deps.json</c>: which published files come from where.</summary>
internal static class DependencyFile
{
    /// <summary>
    /// Paths, in the published folder, of what came from outside the repository: packages and referenced files. What comes from
    /// the repository's projects is not among them. Empty without such a file.
    /// </summary>
    /// <exception cref="ImageException">The file cannot be read.</exception>
    public static IReadOnlySet<string> ReadPackageAssets(string path)
    {
        if (!File.Exists(path)) return new HashSet<string>();
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var outside = document.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() != "project")
                .Select(library => library.Name)
                .ToHashSet(StringComparer.Ordinal);
            return document.RootElement.GetProperty("targets").EnumerateObject()
                .SelectMany(target => target.Value.EnumerateObject())
                .Where(library => outside.Contains(library.Name))
                .SelectMany(library => Assets(library.Value))
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ImageException($"{path}: is not a dependency file: {error.Message}. Publish the project again.", error);
        }
    }

    /// <summary>Publishing flattens assemblies, keeps resources by culture, and keeps what is for one platform by its whole path.</summary>
    private static IEnumerable<string> Assets(JsonElement library) =>
        [
            .. Names(library, "runtime").Select(FileName),
            .. Names(library, "native").Select(FileName),
            .. Names(library, "resources").Select(asset => string.Join('/', asset.Split('/')[^2..])),
            .. Names(library, "runtimeTargets"),
        ];

    private static IEnumerable<string> Names(JsonElement library, string group) =>
        library.TryGetProperty(group, out var assets) ? assets.EnumerateObject().Select(asset => asset.Name) : [];

    private static string FileName(string asset) => asset[(asset.LastIndexOf('/') + 1)..];
}

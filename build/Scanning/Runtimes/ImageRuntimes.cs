using System.Formats.Tar;
using System.Text.Json;
using System.Text.RegularExpressions;
using Frostline.Scanning.Containers;
using Frostline.Scanning.Dependencies;

namespace Frostline.Scanning.Runtimes;

/// <summary>The versions of .NET that really lie in an image: folders of shared frameworks, and what a self-contained application says it brings.</summary>
internal static partial class ImageRuntimes
{
    private const long MostBytes = 1 << 20;

    /// <exception cref="InvalidDataException">The image is damaged.</exception>
    public static IReadOnlyList<RuntimeUse> Of(StoredImage image, CancellationToken cancellation)
    {
        var found = new Dictionary<string, RuntimeUse>(StringComparer.Ordinal);
        foreach (var entry in image.Layers.SelectMany(layer => layer.Entries(cancellation)))
        {
            if (SharedFramework().Match(entry.Name) is { Success: true } shared)
                Add(shared.Groups["version"].Value, entry.Name[..(shared.Index + shared.Length)]);
            else if (entry.Name.EndsWith(".runtimeconfig.json", StringComparison.Ordinal) && entry is { DataStream: not null, Length: > 0 and < MostBytes })
                foreach (var version in Included(entry))
                    Add(version, entry.Name);
        }

        return [.. found.Values];

        void Add(string text, string path)
        {
            if (PackageVersion.TryParse(text) is { } version)
                found.TryAdd(text, new(new($"{image.Name}/{path.TrimStart('.', '/').TrimEnd('/')}"), $"The image {image.Name}", version) { IsPacked = true });
        }
    }

    private static IReadOnlyList<string> Included(TarEntry entry)
    {
        try
        {
            using var document = JsonDocument.Parse(entry.DataStream!);
            return document.RootElement.GetProperty("runtimeOptions").TryGetProperty("includedFrameworks", out var frameworks)
                ? [.. frameworks.EnumerateArray().Select(framework => framework.GetProperty("version").GetString()).OfType<string>()] : [];
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"shared/Microsoft\.(NETCore|AspNetCore)\.App/(?<version>\d+\.\d+\.\d+[^/]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SharedFramework();
}

using Frostline.Images;
using Testing;

namespace Contract.Tests.Registry;

internal static class SampleImage
{
    /// <summary>A small image of two layers.</summary>
    public static Task<BuiltImage> BuildAsync(TemporaryFolder folder)
    {
        folder.Write("published/App.dll", "not really an assembly");
        folder.Write("published/Dependency.dll", new string('d', 100_000));
        folder.Write("published/App.deps.json", """
            {"targets":{"net":{"App/1":{"runtime":{"App.dll":{}}},"Dependency/1":{"runtime":{"lib/Dependency.dll":{}}}}},
             "libraries":{"App/1":{"type":"project"},"Dependency/1":{"type":"package"}}}
            """);
        var request = new ImageRequest
        {
            Repository = "coffeetracker/api", Folder = Path.Combine(folder.Path, "published"), EntryAssembly = "App.dll",
            Created = DateTimeOffset.UnixEpoch.AddYears(56), Labels = new Dictionary<string, string> { ["org.opencontainers.image.version"] = "1.0" },
        };
        return ImageBuilder.BuildAsync(request, folder.Combine("images", "api"), CancellationToken.None);
    }
}

using Frostline.Images;
using Testing;

namespace Images.Tests;

/// <summary>A published folder as <c>dotnet publish</c> would leave it, without the seconds that takes.</summary>
internal static class PublishedApp
{
    public static readonly DateTimeOffset Commit = new(2026, 3, 14, 15, 9, 26, TimeSpan.FromHours(2));

    private const string Dependencies = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
          "targets": {
            ".NETCoreApp,Version=v10.0": {
              "Coffee/1.0.0": { "runtime": { "Coffee.dll": {} } },
              "Coffee.Data/1.0.0": { "runtime": { "Coffee.Data.dll": {} } },
              "Npgsql/10.0.0": { "runtime": { "lib/net10.0/Npgsql.dll": {} }, "resources": { "lib/net10.0/de/Npgsql.resources.dll": { "locale": "de" } } },
              "Native/1.0.0": { "runtimeTargets": { "runtimes/linux-x64/native/libnative.so": { "rid": "linux-x64", "assetType": "native" } } },
              "Yarp.Reference/2.1.0": { "runtime": { "Yarp.dll": {} } }
            }
          },
          "libraries": {
            "Coffee/1.0.0": { "type": "project" },
            "Coffee.Data/1.0.0": { "type": "project" },
            "Npgsql/10.0.0": { "type": "package" },
            "Native/1.0.0": { "type": "package" },
            "Yarp.Reference/2.1.0": { "type": "reference" }
          }
        }
        """;

    private static readonly (string Path, string Text)[] Files =
    [
        ("Coffee.dll", "the app"),
        ("Coffee.Data.dll", "its data"),
        ("Coffee", "\u007fELF launcher"),
        ("Coffee.pdb", "symbols"),
        ("Coffee.deps.json", Dependencies),
        ("Coffee.runtimeconfig.json", "{}"),
        ("appsettings.json", "{}"),
        ("appsettings.Development.json", "{}"),
        ("web.config", "<configuration />"),
        ("wwwroot/css/site.css", "body { }"),
        ("Npgsql.dll", "npgsql"),
        ("de/Npgsql.resources.dll", "npgsql, deutsch"),
        ("runtimes/linux-x64/native/libnative.so", "\u007fELF native"),
        ("Yarp.dll", "yarp"),
    ];

    /// <summary>Writes the files in this order, or the other way round.</summary>
    public static string Write(TemporaryFolder folder, string name, bool reverse = false)
    {
        foreach (var (path, text) in reverse ? Files.Reverse() : Files) folder.Write(Path.Combine(name, path), text);
        return Path.Combine(folder.Path, name);
    }

    public static ImageRequest Request(string folder) => new()
    {
        Repository = "coffeetracker/api", Folder = folder, EntryAssembly = "Coffee.dll", Created = Commit,
        Labels = new Dictionary<string, string>
        {
            ["org.opencontainers.image.version"] = "1.2.3", ["org.opencontainers.image.revision"] = "4f2a9c1",
            ["org.opencontainers.image.source"] = "https://example.org/coffee+tracker",
        },
    };

    public static Task<BuiltImage> BuildAsync(TemporaryFolder folder, string name = "published") =>
        ImageBuilder.BuildAsync(Request(Write(folder, name)), folder.Combine("images", name), CancellationToken.None);
}

using System.Reflection;

namespace Frostline.TestRuns;

/// <summary>Programs that restore put into the machine's package folder, in the version this assembly was built with.</summary>
internal static class NuGetPackages
{
    /// <summary>The folder of a package; NuGet's own rule says where packages are.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not there: names the folder and the remedy.</exception>
    public static string Folder(string package, params string[] inside)
    {
        var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var version = typeof(NuGetPackages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == package).Value!;
        var folder = Path.Combine([root, package.ToLowerInvariant(), version, .. inside]);
        return Directory.Exists(folder)
            ? folder
            : throw new DirectoryNotFoundException($"{folder}: package {package} {version} is not there. Run 'dotnet restore', or set NUGET_PACKAGES to the folder it restored to.");
    }
}

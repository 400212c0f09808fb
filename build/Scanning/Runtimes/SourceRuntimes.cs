using System.Text.Json;
using System.Text.RegularExpressions;
using Frostline.Scanning.Dependencies;
using Frostline.Scanning.Dockerfiles;
using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Runtimes;

/// <summary>The versions of .NET that a tree's files name: <c>global.json</c>, and the base images of Dockerfiles where their tags are exact.</summary>
internal sealed partial class SourceRuntimes(SourceFiles files)
{
    private const long MostBytes = 1 << 20;

    /// <summary>Files that should name one and cannot be read.</summary>
    public List<string> Damaged { get; } = [];

    /// <summary>Dockerfiles whose base names a channel or a digest, and no exact version: what it brings is seen in the image alone.</summary>
    public HashSet<string> Inexact { get; } = [];

    public IReadOnlyList<RuntimeUse> Read()
    {
        var uses = new List<RuntimeUse>();
        foreach (var path in files.All().Where(path => Path.GetFileName(path) == "global.json" || DockerfileScanner.IsDockerfile(path)))
        {
            try
            {
                if (new FileInfo(files.Of(path)).Length is > 0 and < MostBytes)
                    uses.AddRange(ReadFile(path, File.ReadAllText(files.Of(path))));
            }
            catch (Exception problem) when (problem is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                Damaged.Add(path);
            }
        }

        return uses;
    }

    private IEnumerable<RuntimeUse> ReadFile(string path, string text) =>
        path.EndsWith(".json", StringComparison.Ordinal) ? OfGlobal(path, text) : OfDockerfile(path, text);

    private static IEnumerable<RuntimeUse> OfGlobal(string path, string text)
    {
        using var document = JsonDocument.Parse(text, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!document.RootElement.TryGetProperty("sdk", out var sdk) || !sdk.TryGetProperty("version", out var said) || PackageVersion.TryParse(said.GetString()) is not { } version)
            return [];
        var line = Array.FindIndex(text.Split('\n'), line => line.Contains("\"version\"", StringComparison.Ordinal)) + 1;
        return [new(new(path, Math.Max(1, line)), "The SDK", version) { IsSdk = true, IsLeast = !(sdk.TryGetProperty("rollForward", out var roll) && roll.GetString() == "disable") }];
    }

    private IEnumerable<RuntimeUse> OfDockerfile(string path, string text)
    {
        foreach (var from in Instruction.Read(text).Where(instruction => instruction.Name == "FROM" || instruction.Name == "ARG"))
        {
            if (DotnetImage().Match(from.Arguments) is { Success: true } image && PackageVersion.TryParse(image.Groups["version"].Value) is { } version)
                yield return new(new(path, from.Line), $"The base {image.Value}", version) { IsSdk = image.Groups["kind"].Value == "sdk" };
            else if (DeployedBase().IsMatch(from.Arguments))
                Inexact.Add(path);
        }
    }

    [GeneratedRegex("dotnet/(nightly/)?(aspnet|runtime|runtime-deps)[:@]", RegexOptions.NonBacktracking)]
    private static partial Regex DeployedBase();

    [GeneratedRegex(@"dotnet/(nightly/)?(?<kind>sdk|aspnet|runtime|runtime-deps):(?<version>\d+\.\d+\.\d+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DotnetImage();
}

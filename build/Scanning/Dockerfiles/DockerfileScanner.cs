using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dockerfiles;

/// <summary>Finds what makes containers weaker than they need be: in Dockerfiles, compose and stack files.</summary>
/// <param name="root">The tree.</param>
/// <param name="exclude">Patterns of files that are not looked at.</param>
public sealed class DockerfileScanner(string root, IReadOnlyList<string> exclude) : FileScanner(root, exclude)
{
    public override string Name => "containers";

    protected override string Kind => "Dockerfiles and compose files";

    private protected override bool IsOfKind(string path) => IsDockerfile(path) || IsCompose(path);

    private protected override IEnumerable<Finding> Look(string path, string text) =>
        IsCompose(path) ? new ComposeRules(path).Check(text) : new DockerfileRules(path).Check(Instruction.Read(text));

    internal static bool IsDockerfile(string path)
    {
        var name = Path.GetFileName(path);
        return name is "Dockerfile" or "Containerfile" || name.StartsWith("Dockerfile.", StringComparison.Ordinal) || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsCompose(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return Path.GetExtension(path) is ".yml" or ".yaml"
            && (name is "compose" or "docker-compose" or "stack" || name.StartsWith("compose.", StringComparison.Ordinal) || name.StartsWith("docker-compose.", StringComparison.Ordinal) || name.StartsWith("stack.", StringComparison.Ordinal));
    }
}

using Frostline.Scanning.Files;
using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Workflows;

/// <summary>Finds what makes GitHub workflows and actions do what others want.</summary>
/// <param name="root">The tree.</param>
/// <param name="exclude">Patterns of files that are not looked at.</param>
public sealed class WorkflowScanner(string root, IReadOnlyList<string> exclude) : FileScanner(root, exclude)
{
    public override string Name => "workflows";

    protected override string Kind => "workflows and actions";

    private protected override bool IsOfKind(string path) =>
        (path.StartsWith(".github/workflows/", StringComparison.Ordinal) || path.Contains("/.github/workflows/", StringComparison.Ordinal)
            || Path.GetFileNameWithoutExtension(path) == "action" && path.Contains(".github/", StringComparison.Ordinal))
        && Path.GetExtension(path) is ".yml" or ".yaml";

    private protected override IEnumerable<Finding> Look(string path, string text) =>
        YamlNode.Parse(text) is { } workflow ? new WorkflowRules(path, workflow).Check() : [];
}

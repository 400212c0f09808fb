using Frostline.Bicep.Policy;

namespace Frostline.Bicep.Reports;

/// <summary>Something a check found, at its place.</summary>
/// <param name="Rule">A code of the language, or the id of a linter, policy or cost rule.</param>
/// <param name="Level">What it does to the verdict.</param>
/// <param name="Message">Path, fact and remedy, one line.</param>
/// <param name="Path">The file, relative to the root of the check, with forward slashes.</param>
/// <param name="Line">From 1.</param>
public sealed record Finding(string Rule, PolicyLevel Level, string Message, string Path, int Line)
{
    /// <summary>From 1.</summary>
    public int Column { get; init; } = 1;

    /// <summary>The environments it was found in.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary>Why it is accepted for now; null when it is not.</summary>
    public string? Suppression { get; init; }

    /// <summary>It makes the check fail.</summary>
    public bool Fails => Level == PolicyLevel.Error && Suppression is null;

    /// <summary>The form that editors and build logs link.</summary>
    public override string ToString() => $"{Path}({Line},{Column}): {Level.ToString().ToLowerInvariant()} {Rule}: {Message}";
}

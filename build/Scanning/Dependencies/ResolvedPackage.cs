using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dependencies;

/// <summary>A package that a project really uses.</summary>
/// <param name="Id">As its author writes it.</param>
/// <param name="Version">The version that was resolved.</param>
/// <param name="Project">The project's file, relative to the root.</param>
internal sealed record ResolvedPackage(string Id, string Version, string Project)
{
    /// <summary>SHA-512 of the package in base64; null when unknown.</summary>
    public string? Hash { get; init; }

    /// <summary>SPDX expression, or null when the package names none or was not looked into.</summary>
    public string? Licence { get; init; }

    /// <summary>Somebody looked into the package: it lies in one of the folders that restoring used.</summary>
    public bool IsHere { get; init; }

    /// <summary>The packages it needs, by id.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>The project asks for it itself.</summary>
    public bool IsDirect { get; init; }

    /// <summary>It has something that is deployed with the project.</summary>
    public bool IsDeployed { get; init; } = true;

    /// <summary>Where somebody asked for it, or for what needs it.</summary>
    public Place Place { get; init; } = new(Project);
}

using Frostline.Scanning.Findings;

namespace Frostline.Scanning.Dependencies;

/// <summary>A known vulnerability of a package.</summary>
/// <param name="Id">For example <c>GHSA-5crp-9r3c-p9vr</c>.</param>
/// <param name="Package">The package's id.</param>
/// <param name="Severity">As its publisher rates it; high when nobody does.</param>
/// <param name="Affected">The versions it is about.</param>
internal sealed record Advisory(string Id, string Package, Severity Severity, AffectedVersions Affected)
{
    /// <summary>One line; empty when there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Other ids of the same.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>Advisories, and what proves that there are any.</summary>
/// <param name="Source">Where they are from, for people.</param>
/// <param name="Advisories">By package id in lower case.</param>
/// <param name="Count">How many, each once, whatever packages it is about.</param>
/// <param name="Updated">When the newest of them changed.</param>
internal sealed record AdvisoryData(string Source, ILookup<string, Advisory> Advisories, int Count, DateTimeOffset Updated)
{
    /// <summary>Parts that could not be read.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];
}

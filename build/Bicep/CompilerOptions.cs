using Frostline.Bicep.Types;

namespace Frostline.Bicep;

/// <summary>How to compile.</summary>
public sealed record CompilerOptions
{
    /// <summary>The types resources are checked against; those of this assembly unless others are given.</summary>
    public TypeCatalog Types { get; init; } = TypeCatalog.Embedded;

    /// <summary>Today, for rules about the age of api-versions; null leaves them out.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Diagnostics name files relative to this folder, with forward slashes; null: as they were given.</summary>
    public string? Root { get; init; }
}

namespace Frostline.Migrations.Linting;

/// <summary>What an operation means for a release that still runs on the schema before it; the later, the worse.</summary>
public enum OperationClass
{
    /// <summary>Only adds; releases before go on.</summary>
    Expand,

    /// <summary>Changes rows, and takes nothing away.</summary>
    Data,

    /// <summary>Takes away, renames or demands what releases before have, know or do not give.</summary>
    Contract,

    /// <summary>Nobody can tell; treated as <see cref="Contract"/>.</summary>
    Unknown,
}

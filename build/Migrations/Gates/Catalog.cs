namespace Frostline.Migrations.Gates;

/// <summary>A schema as PostgreSQL's catalogs tell it, without EF Core's tables and ours.</summary>
/// <param name="Tables">By name; those outside <c>public</c> with their schema.</param>
/// <param name="Others">Definitions of views, routines, triggers, sequences and types, by kind and name: <c>view strong</c>.</param>
internal sealed record Catalog(IReadOnlyDictionary<string, CatalogTable> Tables, IReadOnlyDictionary<string, string> Others)
{
    public static Catalog Empty { get; } = new(new Dictionary<string, CatalogTable>(), new Dictionary<string, string>());
}

internal sealed record CatalogTable(string Name)
{
    public Dictionary<string, CatalogColumn> Columns { get; init; } = [];

    public Dictionary<string, CatalogConstraint> Constraints { get; init; } = [];

    /// <summary>Those that no constraint made.</summary>
    public Dictionary<string, CatalogIndex> Indexes { get; init; } = [];
}

/// <param name="Type">As PostgreSQL prints it, with sizes.</param>
/// <param name="Required">NOT NULL.</param>
/// <param name="Default">Expression; null for none.</param>
/// <param name="Identity">Filled by a sequence of its own.</param>
/// <param name="Generated">Computed; may not be given.</param>
internal sealed record CatalogColumn(string Type, bool Required, string? Default, bool Identity, bool Generated)
{
    public bool MustBeGiven => Required && Default is null && !Identity && !Generated;
}

/// <param name="Kind">PostgreSQL's letter: p, u, c, f or x.</param>
/// <param name="Definition">As PostgreSQL prints it, without NOT VALID.</param>
/// <param name="Columns">In order.</param>
internal sealed record CatalogConstraint(char Kind, string Definition, IReadOnlyList<string> Columns);

/// <param name="Unique">Whether it refuses doubles.</param>
/// <param name="Definition">As PostgreSQL prints it.</param>
/// <param name="Columns">Names of plain columns, in order.</param>
/// <param name="Valid">False for what a concurrent build left.</param>
internal sealed record CatalogIndex(bool Unique, string Definition, IReadOnlyList<string> Columns, bool Valid);

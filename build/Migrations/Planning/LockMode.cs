namespace Frostline.Migrations.Planning;

/// <summary>PostgreSQL's table locks, weakest first (its manual, 13.3.1).</summary>
public enum LockMode
{
    AccessShare,
    RowShare,
    RowExclusive,

    /// <summary>Readers and writers go on.</summary>
    ShareUpdateExclusive,

    /// <summary>Writers wait.</summary>
    Share,

    /// <summary>Writers wait.</summary>
    ShareRowExclusive,

    Exclusive,

    /// <summary>Readers and writers wait.</summary>
    AccessExclusive,
}

/// <summary>What PostgreSQL does to the rows while it holds a lock.</summary>
public enum TableWork
{
    /// <summary>Only the catalogs change.</summary>
    None,

    /// <summary>Every row is read.</summary>
    Scan,

    /// <summary>An index is built over every row.</summary>
    Build,

    /// <summary>Every row, and every index, is written anew.</summary>
    Rewrite,

    /// <summary>Rows are inserted, updated or deleted.</summary>
    Rows,
}

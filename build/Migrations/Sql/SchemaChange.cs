namespace Frostline.Migrations.Sql;

/// <summary>What a statement does; what cannot be told is <see cref="Unread"/>.</summary>
/// <param name="Table">The table it is done to; null for none.</param>
internal abstract record SchemaChange(string? Table);

/// <summary>Kinds of constraints that rows must meet.</summary>
internal enum ConstraintKind
{
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
    Exclusion,
}

/// <summary>A column as a statement gives it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; null when it could not be read.</param>
internal sealed record ColumnShape(string Name, SqlType? Type)
{
    public bool Required { get; init; }

    /// <summary>The expression behind DEFAULT; null for none.</summary>
    public IReadOnlyList<Token>? Default { get; init; }

    /// <summary>GENERATED … AS IDENTITY.</summary>
    public bool Identity { get; init; }

    /// <summary>GENERATED ALWAYS AS (…) STORED.</summary>
    public bool Stored { get; init; }

    /// <summary>Constraints written behind the column.</summary>
    public IReadOnlyList<ConstraintAdded> Constraints { get; init; } = [];

    /// <summary>Whether an INSERT that does not name it fails.</summary>
    public bool MustBeGiven => Required && Default is null && !Identity && !Stored && Type?.IsSerial != true;
}

internal sealed record TableCreated(string Name, IReadOnlyList<ColumnShape> Columns, IReadOnlyList<ConstraintAdded> Constraints) : SchemaChange(Name)
{
    public bool IfNotExists { get; init; }
}

internal sealed record ColumnAdded(string Name, ColumnShape Column) : SchemaChange(Name)
{
    public bool IfNotExists { get; init; }
}

internal sealed record ColumnDropped(string Name, string Column) : SchemaChange(Name)
{
    public bool IfExists { get; init; }
}

/// <param name="Name">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="From">Null when nobody knows it.</param>
/// <param name="To">Null when it could not be read.</param>
internal sealed record TypeChanged(string Name, string Column, SqlType? From, SqlType? To) : SchemaChange(Name)
{
    public bool Widens => From is not null && To is not null && From.WidensTo(To);
}

internal sealed record NullabilityChanged(string Name, string Column, bool Required) : SchemaChange(Name);

internal sealed record DefaultChanged(string Name, string Column, bool Dropped) : SchemaChange(Name);

internal sealed record ConstraintAdded(string Name, string? Constraint, ConstraintKind Kind, IReadOnlyList<string> Columns) : SchemaChange(Name)
{
    public bool NotValid { get; init; }

    public bool UsingIndex { get; init; }

    public string? References { get; init; }

    /// <summary>As written, for a rewrite to paste.</summary>
    public string Definition { get; init; } = "";
}

internal sealed record ConstraintValidated(string Name, string Constraint) : SchemaChange(Name);

internal sealed record ConstraintDropped(string Name, string Constraint) : SchemaChange(Name)
{
    public bool IfExists { get; init; }
}

internal sealed record IndexCreated(string Name, string? Index, IReadOnlyList<string> Columns) : SchemaChange(Name)
{
    public bool Unique { get; init; }

    public bool Concurrently { get; init; }

    public bool IfNotExists { get; init; }
}

/// <summary>Anything but a table or an index comes into being.</summary>
/// <param name="What">Its kind, in lower case: <c>view</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="On">The table it belongs to.</param>
internal sealed record Created(string What, string Name, string? On = null) : SchemaChange(On)
{
    /// <summary>OR REPLACE: takes the place of what may be there.</summary>
    public bool Replaces { get; init; }

    public bool IfNotExists { get; init; }

    /// <summary>A domain that checks its values.</summary>
    public bool Constrained { get; init; }
}

internal sealed record Dropped(string What, string Name, string? On = null) : SchemaChange(On)
{
    public bool Concurrently { get; init; }

    public bool Cascade { get; init; }

    public bool IfExists { get; init; }
}

/// <param name="What">Its kind, in lower case.</param>
/// <param name="Name">What it was called.</param>
/// <param name="NewName">What it is called then, or its new schema with a dot behind it.</param>
/// <param name="On">The table it belongs to, or that it is.</param>
internal sealed record Renamed(string What, string Name, string NewName, string? On = null) : SchemaChange(On);

/// <summary>An alteration that is known by its keywords alone.</summary>
/// <param name="What">What is altered, in lower case.</param>
/// <param name="Name">Its name.</param>
/// <param name="How">The keywords, in lower case: <c>enable row level security</c>.</param>
/// <param name="On">The table it belongs to, or that it is.</param>
internal sealed record Altered(string What, string Name, string How, string? On = null) : SchemaChange(On);

/// <param name="Type">The enumeration.</param>
/// <param name="Value">The new value.</param>
/// <param name="Placed">Whether BEFORE or AFTER says where.</param>
internal sealed record EnumValueAdded(string Type, string Value, bool Placed) : SchemaChange((string?)null)
{
    public bool IfNotExists { get; init; }
}

/// <param name="Name">The table.</param>
/// <param name="Verb"><c>insert</c>, <c>update</c>, <c>delete</c>, <c>truncate</c>, <c>merge</c> or <c>copy</c>.</param>
/// <param name="Every">Whether no condition spares a row.</param>
internal sealed record RowsChanged(string Name, string Verb, bool Every) : SchemaChange(Name)
{
    public bool Cascade { get; init; }

    /// <summary>A column that is assigned twice.</summary>
    public string? Twice { get; init; }
}

/// <param name="Functions">Functions that are called, apart from PostgreSQL's own that change nothing but sequences and settings.</param>
/// <param name="From">The first table that is read.</param>
internal sealed record Queried(IReadOnlyList<string> Functions, string? From) : SchemaChange(From);

/// <param name="Word"><c>begin</c>, <c>commit</c>, <c>rollback</c>, <c>savepoint</c>, …</param>
internal sealed record TransactionMoved(string Word) : SchemaChange((string?)null);

/// <param name="Name">Of the setting.</param>
/// <param name="Value">As written.</param>
internal sealed record SettingChanged(string Name, string Value) : SchemaChange((string?)null);

/// <summary>REINDEX, VACUUM, CLUSTER, ANALYZE, REFRESH.</summary>
/// <param name="Verb">In lower case.</param>
/// <param name="Name">What it is done to.</param>
/// <param name="On">Its table, when it says.</param>
internal sealed record Maintained(string Verb, string Name, string? On) : SchemaChange(On)
{
    public bool Concurrently { get; init; }
}

/// <param name="Name">The table.</param>
/// <param name="Mode">In capitals: <c>ACCESS EXCLUSIVE</c>.</param>
internal sealed record TableLocked(string Name, string Mode) : SchemaChange(Name);

/// <param name="Name">The parted table.</param>
/// <param name="Partition">Its part.</param>
/// <param name="Attached">Or detached.</param>
internal sealed record PartitionMoved(string Name, string Partition, bool Attached) : SchemaChange(Name)
{
    public bool Concurrently { get; init; }
}

/// <summary>Nobody can tell what it does.</summary>
/// <param name="Why">In a phrase.</param>
internal sealed record Unread(string Why) : SchemaChange((string?)null);

namespace Frostline.Migrations.Applying;

/// <summary>What the journal knows of one migration of one database.</summary>
/// <param name="Migration">Its id: timestamp and name.</param>
/// <param name="Checksum">SHA-256 of its statements, in hex; of those that ran, whatever the assembly says now.</param>
/// <param name="State">How far it is.</param>
/// <param name="Statement">How many of its statements are done for good. The first one that is not is where a run goes on.</param>
internal sealed record JournalRow(string Migration, string Checksum, JournalState State, int Statement)
{
    /// <summary>Whether the statement at <see cref="Statement"/> was sent outside a transaction, so that it may have happened.</summary>
    public bool Begun { get; init; }

    /// <summary>Whether the statements are those that take the migration back.</summary>
    public bool Down { get; init; }

    /// <summary>The EF Core that made the statements: another one may make others of the same operations.</summary>
    public required string Generator { get; init; }

    /// <summary>Whether some of its statements are in the database for good and others are not.</summary>
    public bool IsHalf => State is JournalState.Started or JournalState.Failed && (Statement > 0 || Begun);

    public required string Owner { get; init; }

    public DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }
}

/// <summary>How far a migration is. The journal holds the names in lower case.</summary>
internal enum JournalState
{
    /// <summary>Under way, or left by a run that died.</summary>
    Started,

    /// <summary>In the history too: both are written in one transaction.</summary>
    Committed,

    /// <summary>A statement failed; those before <see cref="JournalRow.Statement"/> are done.</summary>
    Failed,

    /// <summary>In the history before there was a journal: the checksum is of the day it was first seen.</summary>
    Adopted,
}

using Frostline.Delivery;

namespace Frostline.Migrations;

/// <summary>A database was not migrated; the message says why and what to do.</summary>
public class MigrationException(string message, Exception? cause = null) : DeliveryException(message, cause)
{
    /// <summary>What was done before it failed; null when no migration was begun.</summary>
    public MigrationOutcome? Outcome { get; internal set; }
}

/// <summary>A migration's own statement failed. Migrations before it stay applied; its own transaction was rolled back.</summary>
public sealed class MigrationFailedException(string migration, string sqlState, string reason, string? statement, Exception cause)
    : MigrationException($"{migration}: {reason} (SQL state {sqlState}).{Quoted(statement)}", cause)
{
    /// <summary>Id of the migration.</summary>
    public string Migration { get; } = migration;

    /// <summary>PostgreSQL's five-character code.</summary>
    public string SqlState { get; } = sqlState;

    /// <summary>The statement that failed, when known.</summary>
    public string? Statement { get; } = statement;

    private static string Quoted(string? statement) =>
        statement is null ? "" : string.Join("\n  ", statement.Trim().Split('\n').Prepend("\nStatement:"));
}

using Frostline.Delivery;

namespace Frostline.Migrations;

/// <summary>Somebody else migrates the same database, and did not end within the time to wait.</summary>
/// <param name="database">Name and address of the database.</param>
/// <param name="holder">Who, as PostgreSQL knows them.</param>
/// <param name="waited">How long was waited.</param>
public sealed class DatabaseLockedException(string database, LockingSession? holder, TimeSpan waited) : RefusedException(
    $"{database}: the migration lock is held by {holder?.ToString() ?? "somebody who let go just now"}; waited {waited:c}. " +
    "Run again when they are done, or end their session with pg_terminate_backend.")
{
    /// <summary>Null when they let go between the last attempt and the look.</summary>
    public LockingSession? Holder { get; } = holder;
}

/// <summary>The session that holds the migration lock.</summary>
/// <param name="Owner">Its application name, by which a migration tells who runs it.</param>
/// <param name="BackendProcessId">PostgreSQL's process for it.</param>
/// <param name="Client">Address it came from; empty for a local socket.</param>
/// <param name="Since">When the session began.</param>
public sealed record LockingSession(string Owner, int BackendProcessId, string Client, DateTimeOffset Since)
{
    public override string ToString() => $"{Owner} (backend {BackendProcessId}, from {Client}, since {Since:u})";
}

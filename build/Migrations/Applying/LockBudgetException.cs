namespace Frostline.Migrations.Applying;

/// <summary>A migration did not get its locks, or would have stopped the application for too long. Its transaction was rolled back.</summary>
/// <param name="migration">Its id.</param>
/// <param name="reason">What stood in the way.</param>
/// <param name="attempts">How often it was tried.</param>
/// <param name="holders">Who held the lock, when somebody did.</param>
public sealed class LockBudgetException(string migration, string reason, int attempts, IReadOnlyList<BlockingSession> holders) : MigrationException(
    $"{migration}: {reason}, {(attempts == 1 ? "at the only attempt" : $"in each of {attempts} attempts")}. Nothing of that transaction stays. "
    + (holders.Count > 0
        ? "Run again when those transactions have ended, or end them with pg_terminate_backend."
        : "Part the migration in steps that hold their locks for less, such as an index built CONCURRENTLY or a batched UPDATE; or migrate when nobody is served."))
{
    /// <summary>Id of the migration.</summary>
    public string Migration { get; } = migration;

    /// <summary>Who held the lock at the last look; empty when the migration's own locks stopped the application.</summary>
    public IReadOnlyList<BlockingSession> Holders { get; } = holders;
}

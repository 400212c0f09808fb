namespace Frostline.Migrations.Applying;

/// <summary>How long a migration may wait, and let others wait.</summary>
/// <param name="Lock">Longest wait for a lock: what waits for a table's lock stops all who come after it.</param>
/// <param name="Statement">Longest run of a statement that may stop others.</param>
/// <param name="Online">Longest run of a statement that stops nobody, such as a concurrent index.</param>
/// <param name="Block">Longest time that the application may be stopped.</param>
/// <param name="Attempts">How often a transaction is tried.</param>
internal sealed record Patience(TimeSpan Lock, TimeSpan Statement, TimeSpan Online, TimeSpan Block, int Attempts)
{
    /// <summary>What a statement holds for longer than the budget it will hold for as long again: more attempts only stop the application more often.</summary>
    private const int AttemptsWhileHolding = 2;

    /// <summary>Time between the first two attempts.</summary>
    public required TimeSpan FirstPause { get; init; }

    public required TimeSpan LongestPause { get; init; }

    public static Patience Of(MigrationOptions options) =>
        new(options.LockWait, options.StatementTimeout, options.OnlineTimeout, options.BlockBudget, options.Attempts) { FirstPause = options.Pause, LongestPause = options.LongestPause };

    /// <summary>How often a transaction is tried that ended so.</summary>
    public int AttemptsAt(Setback setback) => setback == Setback.HeldTooLong ? Math.Min(Attempts, AttemptsWhileHolding) : Attempts;

    /// <summary>Doubles from attempt to attempt, counted from 1.</summary>
    public TimeSpan Pause(int attempt) => TimeSpan.FromTicks((long)Math.Min(LongestPause.Ticks, FirstPause.Ticks * Math.Pow(2, attempt - 1)));
}

/// <summary>Why a transaction is to be tried again.</summary>
internal enum Setback
{
    /// <summary>Its lock was not to be had in time.</summary>
    Locked,

    /// <summary>PostgreSQL ended it so that another one can go on.</summary>
    Deadlocked,

    /// <summary>It stopped the application for longer than the budget while it waited itself.</summary>
    QueuedTooLong,

    /// <summary>It stopped the application for longer than the budget by what it held.</summary>
    HeldTooLong,
}

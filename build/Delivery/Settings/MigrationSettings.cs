using System.ComponentModel;

namespace Frostline.Delivery.Settings;

/// <summary>How long a migration may wait and run, and for how long it may stop the application.</summary>
public sealed record MigrationSettings
{
    /// <summary>Longest wait for a lock on a table, row or index, during which all who come later wait too: PostgreSQL's <c>lock_timeout</c>.</summary>
    [Description("Longest wait for a lock on a table, row or index, during which all who come later wait too.")]
    [Seconds(0.01, 60)]
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time for which a statement may stop the application; then it is cancelled.</summary>
    [Description("Longest time for which a statement may stop the application; then it is cancelled.")]
    [Seconds(0.05, 3600)]
    public TimeSpan BlockBudget { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest run of a statement that may stop others: PostgreSQL's <c>statement_timeout</c>.</summary>
    [Description("Longest run of a statement that may stop others.")]
    [Seconds(0.1, 86_400)]
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest run of a statement that stops nobody, such as an index built CONCURRENTLY.</summary>
    [Description("Longest run of a statement that stops nobody, such as an index built CONCURRENTLY.")]
    [Seconds(1, 604_800)]
    public TimeSpan OnlineTimeout { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How often a transaction is tried that got no lock or stopped the application for too long.</summary>
    [Description("How often a transaction is tried that got no lock or stopped the application for too long.")]
    [Between(1, 1000)]
    public int Attempts { get; init; } = 10;

    /// <summary>Time between the first two attempts; it doubles from one to the next.</summary>
    [Description("Time between the first two attempts; it doubles from one to the next.")]
    [Seconds(0, 60)]
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The most that the time between two attempts grows to.</summary>
    [Description("The most that the time between two attempts grows to.")]
    [Seconds(0, 3600)]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest wait for another migration of the same database.</summary>
    [Description("Longest wait for another migration of the same database.")]
    [Seconds(0, 86_400)]
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(1);
}

namespace Frostline.Migrations;

/// <summary>How to migrate.</summary>
public sealed record MigrationOptions
{
    /// <summary>Last migration to apply, with or without its timestamp; default the newest. Going back is <see cref="SchemaReturner"/>'s.</summary>
    public string? Target { get; init; }

    /// <summary>Migrations after the target that only take away, and wait until nothing older runs; default none. A release needs nothing of them.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Longest wait for another migration of the same database; default one minute.</summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest run of one statement that may stop others; default ten minutes.</summary>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest run of one statement that stops nobody, such as <c>CREATE INDEX CONCURRENTLY</c>; default four hours.</summary>
    public TimeSpan OnlineTimeout { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Longest wait for a lock on a table, row or index, during which all who come later wait too; default one second.</summary>
    public TimeSpan LockWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time that the application may be stopped by a statement, which is cancelled then; default half a second.</summary>
    public TimeSpan BlockBudget { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a transaction is tried that met one of these limits; default 10, with the default pauses a bit over a minute.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>Time between the first two attempts, which doubles from one to the next; default a quarter of a second.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The most that the time between two attempts grows to; default 15 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Who migrates, as others who wait are told; default user, machine and process id.</summary>
    public string Owner { get; init; } = $"{Environment.UserName}@{Environment.MachineName} process {Environment.ProcessId}";
}

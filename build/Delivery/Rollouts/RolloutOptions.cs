using Frostline.Delivery.Notifications;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollouts;

/// <summary>What a rollout needs beside release and settings.</summary>
public sealed record RolloutOptions
{
    /// <summary>Name of the environment in the settings.</summary>
    public required string Environment { get; init; }

    /// <summary>Folder of the environment's rollouts; each has one of its own in it, with <c>journal.jsonl</c> and <c>outcome.json</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the environment's ledger is kept.</summary>
    public required ILedgerStore Ledger { get; init; }

    /// <summary>Who runs the pipeline, such as <c>ada@laptop</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Who is told of it. Default nobody.</summary>
    public INotifier Notifier { get; init; } = Silence.Instance;

    /// <summary>Cancelled when this run does not hold the environment's lock any more: it then changes nothing, not even back.</summary>
    public CancellationToken LockLost { get; init; }

    /// <summary>Whether steps are judged: with labels, warm-up, preview and probes.</summary>
    public bool Judged { get; init; }

    /// <summary>What the run is for. Default: a deployment.</summary>
    public RolloutIntent Intent { get; init; }

    /// <summary>Weight at which the rollout is left to a person, in percent; 0 before any traffic moves; null never.</summary>
    public int? PauseAt { get; init; }

    /// <summary>The database's connection string for <c>${database.connectionString}</c>, or null without a database.</summary>
    public Settings.Secret? ConnectionString { get; init; }
}

using Frostline.Delivery.Notifications;
using Frostline.Delivery.Releases;

namespace Frostline.Delivery.Rollbacks;

/// <summary>What a rollback needs beside the settings.</summary>
public sealed record RollbackOptions
{
    /// <summary>Name of the environment in the settings.</summary>
    public required string Environment { get; init; }

    /// <summary>Folder of the environment's rollouts and rollbacks: each has one of its own in it, with <c>journal.jsonl</c> and <c>outcome.json</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the environment's ledger is kept.</summary>
    public required ILedgerStore Ledger { get; init; }

    /// <summary>Who runs the pipeline, such as <c>ada@laptop</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>The version to go back to. Default the release before the current one.</summary>
    public string? To { get; init; }

    /// <summary>Asked with what serves now and what shall serve, before anything moves: refuses
    /// by an exception. Default agrees.</summary>
    public Func<LedgerEntry, LedgerEntry, CancellationToken, Task> Consent { get; init; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Asked before revisions of an older release are made anew: refuses, by an exception, images that may not be deployed, and nothing
    /// moves. Not asked of standbys: they run already. Default agrees.</summary>
    public Func<ReleaseManifest, CancellationToken, Task> Admit { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Who is told of it. Default nobody.</summary>
    public INotifier Notifier { get; init; } = Silence.Instance;

    /// <summary>Cancelled when this run does not hold the environment's lock any more: it then changes nothing, not even back.</summary>
    public CancellationToken LockLost { get; init; }

    /// <summary>What must not stand in journal and report, beside the registry's password.</summary>
    public IReadOnlyList<Settings.Secret> Secrets { get; init; } = [];
}

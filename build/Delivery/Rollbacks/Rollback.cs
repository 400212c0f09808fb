using System.Text.Json;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Notifications;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Rollouts;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollbacks;

/// <summary>Brings an environment's previous good release back: all services together, as fast as the platform takes it.</summary>
public sealed class Rollback(IPlatform platform, PipelineSettings settings, RollbackOptions options, TimeProvider clock)
{
    private readonly EnvironmentSettings environment = settings.Environment(options.Environment);
    private readonly DateTimeOffset decided = clock.GetUtcNow();

    /// <summary>Told of each line of the journal once it was written, by mark, step and subject.</summary>
    internal Action<string, string, string?> Journaled { get; init; } = (_, _, _) => { };

    /// <summary>Runs the rollback to its end. A failure is in the outcome, not thrown. A second run finishes what a killed one left.</summary>
    /// <param name="progress">Gets one line for each step.</param>
    /// <param name="cancellation">Takes back what was begun, until traffic moves: from then on it is finished.</param>
    /// <exception cref="DeliveryException">Something stands in the way; nothing was touched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; nothing moved.</exception>
    public async Task<RollbackOutcome> RunAsync(IProgress<RolloutProgress> progress, CancellationToken cancellation)
    {
        var apps = platform.ContainerApps(environment);
        await CutOffRuns.SettleAsync(apps, options.Folder, progress, clock, cancellation);
        var (ledger, observed) = await ObserveAsync(apps, cancellation);
        var recorded = await CutOffAsync(ledger, cancellation);
        var target = recorded ?? RollbackTarget.Choose(ledger, observed, options.Environment, options.To);
        var plan = RollbackPlan.Make(target, recorded is null ? ledger.Current! : ledger.Before(recorded), observed, () => RevisionSuffix.New(clock));
        if (recorded is null)
            await options.Consent(plan.Current, plan.Target, cancellation);
        else
            progress.Report(new("finish", null, $"{recorded.Version} serves since rollback {recorded.Id}, which came to no end after that; run again to go back further"));

        var id = recorded?.Id ?? $"{decided:yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";
        var redaction = new Redaction(options.Secrets.Concat(platform.Registry(environment).Password is { } password ? [password] : []));
        using var journal = new Journal(Path.Combine(FolderOf(id), "journal.jsonl"), redaction, clock) { Written = Journaled };
        using var client = platform.CreateClient();
        var site = new RolloutSite
        {
            Platform = platform, Apps = apps, Settings = settings, Environment = environment, Release = target.ToManifest(), Home = new("", "", ""),
            Options = Shared(), Client = client, Journal = journal, Redaction = redaction, Progress = progress, Clock = clock,
        };
        options.Notifier.Notify(new(NotificationKind.Started, options.Environment, target.Version, $"{options.Actor} rolls back from {plan.Current.Version} to {target.Version}."));
        var outcome = await new RollbackRun(site, id, observed, decided) { Admit = options.Admit }.RunAsync(plan, cancellation);
        await KeepAsync(outcome, site);
        Tell(outcome);
        return outcome;
    }

    private async Task<(Ledger Ledger, IReadOnlyList<ServiceObservation> Observed)> ObserveAsync(IContainerApps apps, CancellationToken cancellation)
    {
        var ledger = Ledger.ReadAsync(options.Ledger, options.Environment, cancellation);
        var observed = await Task.WhenAll(settings.Services.Values.Select(service => ObserveAsync(apps, service, cancellation)));
        return (await ledger, observed);
    }

    private static async Task<ServiceObservation> ObserveAsync(IContainerApps apps, ServiceSettings service, CancellationToken cancellation)
    {
        var revisions = apps.ListRevisionsAsync(service.App, cancellation);
        var app = await apps.FindAppAsync(service.App, cancellation);
        return new ServiceObservation(service, app, app is null ? [] : await revisions);
    }

    /// <summary>A rollback of this checkout that came as far as the ledger and no further: to run again must not go back once more.</summary>
    private async Task<LedgerEntry?> CutOffAsync(Ledger ledger, CancellationToken cancellation) =>
        options.To is null && ledger.Current is { Restores: not null } current
        && File.Exists(Path.Combine(FolderOf(current.Id), "journal.jsonl")) && !await HasEndedAsync(current.Id, cancellation)
            ? current
            : null;

    /// <summary>Whether it came to its end: one that was killed wrote no outcome, and one that is to be finished says so.</summary>
    private async Task<bool> HasEndedAsync(string id, CancellationToken cancellation)
    {
        try
        {
            var kept = await File.ReadAllBytesAsync(OutcomeOf(id), cancellation);
            return JsonSerializer.Deserialize<RollbackOutcome>(kept, DeliveryJson.Options) is { Verdict: not Verdict.Inconclusive };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return false;
        }
    }

    private async Task KeepAsync(RollbackOutcome outcome, RolloutSite site)
    {
        try
        {
            await AtomicFile.WriteAsync(OutcomeOf(outcome.Id), JsonSerializer.SerializeToUtf8Bytes(outcome, DeliveryJson.Options), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The outcome goes to the caller all the same: a full disk must not hide how a rollback ended.
            site.Report("record", null, $"{OutcomeOf(outcome.Id)}: cannot be written: {error.Message}");
        }
    }

    private void Tell(RollbackOutcome outcome) => options.Notifier.Notify(outcome.Verdict == Verdict.Pass
        ? new(NotificationKind.RolledBack, options.Environment, outcome.Version, $"{outcome.Version} serves again, {outcome.SecondsToZero ?? 0:0.0} s after the decision; {outcome.Probes.Failed} of {outcome.Probes.Sent} requests failed meanwhile.")
        : new(NotificationKind.Failed, options.Environment, outcome.Version, outcome.Error ?? ""));

    private string OutcomeOf(string id) => Path.Combine(FolderOf(id), "outcome.json");

    private string FolderOf(string id) => Path.Combine(options.Folder, id);

    private RolloutOptions Shared() => new()
    {
        Environment = options.Environment, Folder = options.Folder, Ledger = options.Ledger, Actor = options.Actor, Notifier = options.Notifier,
        LockLost = options.LockLost,
    };
}

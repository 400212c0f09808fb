using System.Data.Common;
using System.Text.Json;
using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Provisioning;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Brings a release to an environment: all services together, or none.</summary>
public sealed class Rollout(IPlatform platform, PipelineSettings settings, RolloutOptions options, TimeProvider clock)
{
    private readonly string id = $"{clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..6]}";

    /// <summary>Told of each line of the journal once it was written, by mark, step and subject.</summary>
    internal Action<string, string, string?> Journaled { get; init; } = (_, _, _) => { };

    private string Folder => Path.Combine(options.Folder, id);

    /// <summary>Runs the rollout to its end. A failure is in the outcome, not thrown; what it did is undone by then.</summary>
    /// <param name="release">What to deploy; its images are in the environment's registry.</param>
    /// <param name="progress">Gets one line for each step.</param>
    /// <param name="cancellation">Undoes what was begun, within a short deadline of its own.</param>
    /// <exception cref="DeliveryException">Something stands in the way; nothing was touched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what was begun is undone.</exception>
    public async Task<RolloutOutcome> RunAsync(ReleaseManifest release, IProgress<RolloutProgress> progress, CancellationToken cancellation)
    {
        var environment = settings.Environment(options.Environment);
        var apps = platform.ContainerApps(environment);
        var home = await apps.EnsureEnvironmentAsync(cancellation);
        await CutOffRuns.SettleAsync(apps, options.Folder, progress, clock, cancellation);
        var held = options.Judged ? await HeldRollout.FindAsync(apps, settings.Product, options.Environment, cancellation) : null;
        var observed = await ServiceObservation.ReadAllAsync(apps, settings, cancellation);
        var current = (await Ledger.ReadAsync(options.Ledger, options.Environment, cancellation)).Current;
        var plan = RolloutPlan.Make(observed, release, () => RevisionSuffix.New(clock), options.Intent, current) with { WasJudged = held?.Version == release.Version };
        Preflight.Check(plan, observed, release);
        Preflight.CheckPause(options.PauseAt, plan.StepsOf(environment.Rollout.StepsOf(options.Judged)));

        var redaction = new Redaction(Secrets(environment));
        using var journal = new Journal(Path.Combine(Folder, "journal.jsonl"), redaction, clock) { Written = Journaled };
        using var client = platform.CreateClient();
        var site = new RolloutSite
        {
            Platform = platform, Apps = apps, Settings = settings, Environment = environment, Release = release, Home = home,
            Options = options, Templated = InfrastructureFiles.Find(settings, options.Environment) is not null, Client = client, Journal = journal, Redaction = redaction, Progress = progress, Clock = clock,
        };
        await using var run = new RolloutRun(id, site, plan, observed);
        var outcome = await run.RunAsync(cancellation);
        if (!options.LockLost.IsCancellationRequested)
            outcome = await MarkHeldAsync(apps, held, outcome);
        await KeepAsync(outcome, site);
        // Traffic that is not where it should be is more than "cancelled": the caller must see it.
        if (outcome.Verdict != Verdict.Inconclusive)
            cancellation.ThrowIfCancellationRequested();
        return outcome;
    }

    /// <summary>Whoever comes next must know that a person is to decide, or that one did. What goes wrong with that hides no earlier error.</summary>
    private async Task<RolloutOutcome> MarkHeldAsync(IContainerApps apps, HeldRollout? before, RolloutOutcome outcome)
    {
        using var deadline = new Deadline(TimeSpan.FromMinutes(1), clock, CancellationToken.None);
        try
        {
            if (outcome.HeldAt is not null)
                await HeldRollout.WriteAsync(apps, settings.Product, outcome, deadline.Token);
            else if (before is not null)
                await HeldRollout.ClearAsync(apps, settings.Product, options.Environment, deadline.Token);
            return outcome;
        }
        catch (Exception error) when (error is DeliveryException or OperationCanceledException)
        {
            var problem = $"The tag that says whether a rollout of {options.Environment} is held could not be written: {error.Message}";
            return outcome.Verdict == Verdict.Pass ? outcome with { Warning = outcome.Warning ?? problem } : outcome with { Error = outcome.Error ?? problem };
        }
    }

    private async Task KeepAsync(RolloutOutcome outcome, RolloutSite site)
    {
        var path = Path.Combine(Folder, "outcome.json");
        try
        {
            await AtomicFile.WriteAsync(path, JsonSerializer.SerializeToUtf8Bytes(outcome, DeliveryJson.Options), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The outcome goes to the caller all the same: a full disk must not hide why a rollout failed.
            site.Report("record", null, $"{path}: cannot be written: {error.Message}");
        }
    }

    /// <summary>A service may print what it was given, a platform may quote what it was sent; journal and report travel further.</summary>
    private IEnumerable<Secret> Secrets(EnvironmentSettings environment)
    {
        if (platform.Registry(environment).Password is { } registry)
            yield return registry;
        if (options.ConnectionString is not { } connection)
            yield break;
        yield return connection;
        if (new DbConnectionStringBuilder { ConnectionString = connection.Reveal() }.TryGetValue("Password", out var password) && password is string { Length: > 0 } text)
            yield return new Secret(text);
    }
}

using Frostline.Delivery.ContainerApps;
using Frostline.Delivery.Locks;
using Frostline.Delivery.Platforms;
using Frostline.Delivery.Processes;
using Frostline.Delivery.Releases;
using Frostline.Delivery.Settings;

namespace Frostline.Delivery.Rollouts;

/// <summary>Everything a running rollout works with.</summary>
internal sealed record RolloutSite
{
    public required IPlatform Platform { get; init; }

    public required IContainerApps Apps { get; init; }

    public required PipelineSettings Settings { get; init; }

    public required EnvironmentSettings Environment { get; init; }

    public required ReleaseManifest Release { get; init; }

    public required ManagedEnvironment Home { get; init; }

    public required RolloutOptions Options { get; init; }

    /// <summary>Whether infrastructure templates make the apps: then they decide what a release does not own.</summary>
    public bool Templated { get; init; }

    public required HttpClient Client { get; init; }

    public required Journal Journal { get; init; }

    /// <summary>What must never stand in journal, report or evidence.</summary>
    public required Redaction Redaction { get; init; }

    public required IProgress<RolloutProgress> Progress { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>Changes the platform while the lock is held, with a line in the journal before, one for each operation that it starts, and one after.</summary>
    /// <exception cref="LockLostException">This run may change nothing any more.</exception>
    public Task<T> EffectAsync<T>(string step, string subject, string? detail, Func<IContainerApps, Task<T>> effect) => Options.LockLost.IsCancellationRequested
        ? throw new LockLostException(Options.Environment)
        : Journal.EffectAsync(step, subject, detail, () => effect(Apps.Telling(address => Journal.Write(Journal.Accepted, step, subject, address))));

    /// <summary>As the other one, for a change without a result.</summary>
    public Task EffectAsync(string step, string subject, string? detail, Func<IContainerApps, Task> effect) => EffectAsync(step, subject, detail, async apps =>
    {
        await effect(apps);
        return true;
    });

    /// <summary>Tells whoever listens. That the listener fails is no reason to leave a rollout or its undoing halfway.</summary>
    public void Report(string step, string? service, string text)
    {
        try
        {
            Progress.Report(new(step, service, Masked(text)));
        }
        catch (Exception)
        {
            // The journal has it all the same.
        }
    }

    /// <summary>How many replicas a candidate starts with.</summary>
    public int ReplicasOf(ServicePlan service) => Math.Clamp(service.StableReplicas, Environment.Replicas.Minimum, Environment.Replicas.Maximum);

    public string Masked(string text) => Redaction.Apply(text);

    /// <summary>The value of a placeholder, or null.</summary>
    public string? Resolve(string placeholder, IReadOnlyDictionary<string, ContainerApp> known) => placeholder switch
    {
        Placeholders.ConnectionString => Options.ConnectionString?.Reveal(),
        Placeholders.Version => Release.Version,
        Placeholders.Commit => Release.Commit,
        Placeholders.Environment => Options.Environment,
        _ => known.Where(pair => Placeholders.ServiceUrl(pair.Key) == placeholder)
            .Select(pair => Platform.PublicAddress(pair.Value)?.ToString().TrimEnd('/')).FirstOrDefault(),
    };

    /// <summary>Asks again and again until nothing is wrong any more.</summary>
    /// <param name="time">How long.</param>
    /// <param name="problem">What is wrong now, or null.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was wrong to the end, or null.</returns>
    public async Task<string?> UntilFineAsync(TimeSpan time, Func<CancellationToken, Task<string?>> problem, CancellationToken cancellation)
    {
        using var deadline = new Deadline(time, Clock, cancellation);
        var (delay, last) = (TimeSpan.FromMilliseconds(100), "it was never asked");
        try
        {
            while (await problem(deadline.Token) is { } now)
            {
                last = now;
                await Task.Delay(delay, Clock, deadline.Token);
                delay = delay * 2 < TimeSpan.FromSeconds(1) ? delay * 2 : TimeSpan.FromSeconds(1);
            }

            return null;
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            return last;
        }
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using LocalAzure.Ingress;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Resources;

/// <summary>
/// Makes what runs follow what is wanted: one loop that looks at the whole state whenever anything changed, so that it comes to the
/// same end after a crash as without one. Ingress is told before a revision is stopped, and revisions are started before ingress needs them.
/// </summary>
internal sealed class Controller(StateStore store, IRevisions revisions, IIngress ingress, TimeProvider time, ILogger<Controller> logger) : IAsyncDisposable
{
    private readonly Channel<bool> wakeUps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stopping = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly HashSet<string> running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> stops = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> lastTold = new(StringComparer.Ordinal);
    private string? routing;
    private Task loop = Task.CompletedTask;

    public void Start()
    {
        store.Changed += Wake;
        revisions.Changed += OnRevisionChanged;
        Wake();
        loop = RunAsync(stopping.Token);
    }

    /// <summary>Whether no process of that revision is left, and none is going to be started.</summary>
    public bool IsGone(string revision)
    {
        lock (running)
            return !running.Contains(revision) && !stops.ContainsKey(revision);
    }

    /// <summary>Ends the loop, then every revision, those that are being ended already among them.</summary>
    /// <param name="cancellationToken">Cuts grace periods short.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await EndLoopAsync();
        await using var cut = cancellationToken.UnsafeRegister(_ => hurry.Cancel(), null);
        await revisions.StopAllAsync(cancellationToken);
        await Task.WhenAll(stops.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await EndLoopAsync();
        stopping.Dispose();
        hurry.Dispose();
    }

    private async Task EndLoopAsync()
    {
        store.Changed -= Wake;
        revisions.Changed -= OnRevisionChanged;
        await stopping.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Wake() => wakeUps.Writer.TryWrite(true);

    private void OnRevisionChanged(RevisionStatus status) => Wake();

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in wakeUps.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await SettleAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                logger.LogError(e, "Could not bring what runs in line with what is wanted; tried again at the next change");
            }
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await store.ChangeAsync(state => Tell(Readiness.Settle(state, revisions.Find, time.GetUtcNow())), cancellationToken);
        var state = store.Current;
        var wanted = state.Apps.Values
            .Where(app => !app.Stopped)
            .SelectMany(app => app.Revisions.Where(revision => revision.Active && revision.Error is null).Select(revision => (app, revision)))
            .ToDictionary(pair => pair.revision.Key, StringComparer.Ordinal);

        foreach (var (app, revision) in wanted.Values)
            await StartAsync(state, app, revision, cancellationToken);

        await RouteAsync(state, cancellationToken);
        // In one turn: a stop that has ended before it is noted would be taken for one under way, for ever.
        lock (running)
        {
            foreach (var surplus in Surplus(wanted.Keys))
                stops[surplus] = StopInBackgroundAsync(surplus);
        }
    }

    private LocalAzureState Tell(LocalAzureState state)
    {
        foreach (var revision in state.Apps.Values.SelectMany(app => app.Revisions))
        {
            if (revisions.Find(revision.Key) is not { } status)
                continue;

            var told = $"{status.RunningState}, {status.HealthState}";
            if (lastTold.GetValueOrDefault(revision.Key) == told)
                continue;

            lastTold[revision.Key] = told;
            state = state.Tell(time.GetUtcNow(), revision.Name, status.Error is { } error ? $"{told}: {error}" : told);
        }

        return state;
    }

    private async Task StartAsync(LocalAzureState state, ContainerApp app, Revision revision, CancellationToken cancellationToken)
    {
        lock (running)
        {
            if (!running.Add(revision.Key))
                return;
        }

        try
        {
            await revisions.StartAsync(RevisionSpecs.Build(state, app, revision), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogWarning(e, "Revision {Revision} could not be started", revision.Key);
            lock (running)
                running.Remove(revision.Key);

            await store.ChangeAsync(current => WithError(current, revision.Key, e.Message), cancellationToken);
        }
    }

    private LocalAzureState WithError(LocalAzureState state, string key, string error) => state.FindRevision(key) is { } found
        ? state.With(found.App.With(found.Revision with { Error = error })).Tell(time.GetUtcNow(), found.Revision.Name, error)
        : state;

    private async Task RouteAsync(LocalAzureState state, CancellationToken cancellationToken)
    {
        var table = Routing.Compute(state);
        var text = JsonSerializer.Serialize(table);
        if (text == routing)
            return;

        try
        {
            await ingress.ApplyAsync(table, cancellationToken);
            routing = text;
        }
        catch (IngressPortException e)
        {
            // The table is in force but for that port, which is tried again at the next change.
            if (lastTold.TryAdd($"port {e.Port}", e.Message))
                await store.ChangeAsync(current => current.Tell(time.GetUtcNow(), e.App, e.Message), cancellationToken);
        }
    }

    private List<string> Surplus(IReadOnlyCollection<string> wanted) => [.. running.Where(revision => !wanted.Contains(revision) && !stops.ContainsKey(revision))];

    private async Task StopInBackgroundAsync(string revision)
    {
        await Task.Yield();
        try
        {
            await revisions.StopAsync(revision, hurry.Token);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Revision {Revision} could not be stopped", revision);
        }

        lock (running)
        {
            running.Remove(revision);
            stops.TryRemove(revision, out _);
        }

        lastTold.TryRemove(revision, out _);
        Wake();
    }
}

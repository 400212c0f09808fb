using System.Collections.Concurrent;
using LocalAzure.Faults;
using LocalAzure.Revisions;
using LocalAzure.State;

namespace LocalAzure.Resources;

/// <summary>
/// Carries out accepted operations beside the requests that asked for them. An operation is complete as it is written, so those
/// that a crash cut off are carried out again at the next start.
/// </summary>
internal sealed class Operations(StateStore store, Controller controller, IRevisions revisions, FaultBook faults, TimeProvider time, ILogger<Operations> logger) : IDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<string, Task> underWay = new(StringComparer.Ordinal);

    /// <summary>Takes up what was in progress when the program ended.</summary>
    public void Resume()
    {
        foreach (var operation in store.Current.Operations.Values.Where(operation => operation.Status == OperationStatus.InProgress))
            CarryOut(operation);
    }

    public void CarryOut(Operation operation)
    {
        var work = Task.Run(() => RunAsync(operation, stopping.Token));
        underWay[operation.Id] = work;
        _ = work.ContinueWith(_ => underWay.TryRemove(operation.Id, out Task? _), TaskScheduler.Default);
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(underWay.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(Operation operation, CancellationToken cancellationToken)
    {
        OperationError? error;
        try
        {
            if (faults.OfPath(operation.Target) is { OperationTime: var least } && operation.Started + least - time.GetUtcNow() is var rest && rest > TimeSpan.Zero)
                await Task.Delay(rest, time, cancellationToken);
            error = operation.Error ?? await WaitAsync(operation, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            logger.LogError(e, "Operation {Operation} on {Target} failed", operation.Id, operation.Target);
            error = new OperationError("InternalServerError", e.Message);
        }

        await store.ChangeAsync(state => Finish(state, operation, error), CancellationToken.None);
    }

    /// <summary>Null when it is done, else why it failed.</summary>
    private async Task<OperationError?> WaitAsync(Operation operation, CancellationToken cancellationToken)
    {
        switch (operation.Kind)
        {
            case OperationKind.ApplyApp when operation.Revision is { } revision:
                return await WaitForProvisionedAsync(operation, revision, cancellationToken);
            case OperationKind.DeleteApp or OperationKind.StopApp:
                return await WaitForStoppedAsync([operation.Target.ToLowerInvariant()], cancellationToken);
            case OperationKind.DeleteGroup:
                var group = operation.Target.ToLowerInvariant();
                return await WaitForStoppedAsync([.. store.Current.Apps.Values.Where(app => app.Id.GroupKey == group).Select(app => app.Id.Key)], cancellationToken);
            default:
                return null;
        }
    }

    /// <summary>Provisioned means that its replicas were started, not that they are ready: the platform's word says no more than that.</summary>
    private async Task<OperationError?> WaitForProvisionedAsync(Operation operation, string revision, CancellationToken cancellationToken)
    {
        string? Failure() => store.Current.FindRevision(revision)?.Revision.Error;
        bool Started() => revisions.Find(revision) is { } status
            && (status.ProvisioningState != "Provisioning" || status.Replicas.Any(replica => replica.ProcessId is not null));
        var settled = await UntilAsync(() => Failure() is not null || Started(), StartDeadline, cancellationToken);
        var why = Failure() ?? (settled ? null : "Operation expired.");
        return why is null
            ? null
            : new OperationError(
                "ContainerAppOperationError",
                $"Failed to provision revision for container app '{store.Current.Apps[operation.Target.ToLowerInvariant()].Id.Name}'. Error details: {why}");
    }

    private async Task<OperationError?> WaitForStoppedAsync(IReadOnlyList<string> apps, CancellationToken cancellationToken)
    {
        var names = apps.SelectMany(app => store.Current.Apps.TryGetValue(app, out var found) ? found.Revisions.Select(revision => revision.Key) : []).ToList();
        return await UntilAsync(() => names.All(controller.IsGone), StopDeadline, cancellationToken)
            ? null
            : new OperationError("ContainerAppOperationError", "Operation expired.");
    }

    private async Task<bool> UntilAsync(Func<bool> condition, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + deadline;
        while (!condition())
        {
            if (time.GetUtcNow() > end)
                return false;

            await Task.Delay(TimeSpan.FromMilliseconds(25), time, cancellationToken);
        }

        return true;
    }

    private LocalAzureState Finish(LocalAzureState state, Operation operation, OperationError? error)
    {
        var now = time.GetUtcNow();
        var expired = state.Operations.Values.Where(old => old.Ended < now - Kept).Select(old => old.Id);
        state = state with { Operations = state.Operations.RemoveRange(expired) };
        state = state.With(operation with { Status = error is null ? OperationStatus.Succeeded : OperationStatus.Failed, Error = error, Ended = now });
        return OperationResults.Apply(state, operation, error, now);
    }
}

using LocalAzure.Ingress;

namespace LocalAzure.Faults;

/// <summary>Lets requests to an app's revisions fail as its profile says.</summary>
internal sealed class IngressFaults(FaultBook faults, TimeProvider clock) : IDisturbance
{
    /// <summary>Timers wake to the millisecond or two; what is shorter is spun away.</summary>
    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(2);

    public ValueTask<bool> DisturbAsync(HttpContext context, string revision) =>
        faults.OfRevision(revision) is { } profile && profile.Profile.Ingress.FirstOrDefault(fault => Applies(profile, fault, revision, context.Request)) is { } fault
            ? ActAsync(context, fault)
            : ValueTask.FromResult(false);

    private static bool Applies(ArmedProfile profile, IngressFault fault, string revision, HttpRequest request) =>
        profile.Selects(fault.Revision, revision)
        && (fault.Path is not { } path || $"{request.Path}{request.QueryString}".Contains(path, StringComparison.OrdinalIgnoreCase))
        && (fault.Share >= 1 || Random.Shared.NextDouble() < fault.Share) && profile.TryTake(fault);

    private async ValueTask<bool> ActAsync(HttpContext context, IngressFault fault)
    {
        await HoldAsync(TimeSpan.FromMilliseconds(fault.LatencyMilliseconds + (fault.JitterMilliseconds * ((Random.Shared.NextDouble() * 2) - 1))), context.RequestAborted);
        if (fault.Drop)
            Cut(context);
        else if (fault.Status is { } status)
            await Refusal.InjectedAsync(context, status);
        else if (fault.Slowdown > 0)
            Slow(context, fault.Slowdown);
        return fault.Drop || fault.Status is not null || context.RequestAborted.IsCancellationRequested;
    }

    private void Slow(HttpContext context, double slowdown)
    {
        var forwarded = clock.GetTimestamp();
        context.Response.OnStarting(() => HoldAsync(clock.GetElapsedTime(forwarded) * slowdown, context.RequestAborted));
    }

    private async Task HoldAsync(TimeSpan time, CancellationToken aborted)
    {
        var start = clock.GetTimestamp();
        if (time > Coarse)
            await Task.Delay(time - Coarse, clock, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (clock.GetElapsedTime(start) < time && !aborted.IsCancellationRequested)
            Thread.SpinWait(20);
    }

    // Nobody sees the status but the metrics: to them it is a request that failed.
    private static void Cut(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        context.Abort();
    }
}

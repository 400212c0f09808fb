using LocalAzure.Ingress;

namespace LocalAzure.Faults;

/// <summary>Lets requests to an app's revisions fail as its profile says.</summary>
internal sealed class IngressFaults(FaultBook faults, TimeProvider clock) : IDisturbance
{
    public ValueTask<bool> DisturbAsync(HttpContext context, string revision) =>
        faults.OfRevision(revision) is { } profile && profile.Profile.Ingress.FirstOrDefault(fault => Applies(profile, fault, revision)) is { } fault
            ? ActAsync(context, fault)
            : ValueTask.FromResult(false);

    private static bool Applies(ArmedProfile profile, IngressFault fault, string revision) =>
        profile.Selects(fault.Revision, revision) && (fault.Share >= 1 || Random.Shared.NextDouble() < fault.Share) && profile.TryTake(fault);

    private async ValueTask<bool> ActAsync(HttpContext context, IngressFault fault)
    {
        var delay = fault.LatencyMilliseconds + (fault.JitterMilliseconds * ((Random.Shared.NextDouble() * 2) - 1));
        if (delay > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(delay), clock, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (fault.Drop)
            Cut(context);
        else if (fault.Status is { } status)
            await Refusal.InjectedAsync(context, status);
        return fault.Drop || fault.Status is not null || context.RequestAborted.IsCancellationRequested;
    }

    // Nobody sees the status but the metrics: to them it is a request that failed.
    private static void Cut(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        context.Abort();
    }
}

using System.Collections.Immutable;
using Yarp.ReverseProxy.Forwarder;

namespace LocalAzure.Ingress;

/// <summary>
/// The way of one request: route, revision by weight, replica, answer. A request that finds its choice gone chooses again, so a
/// switch loses nobody.
/// </summary>
internal sealed class RequestForwarding(
    ReplicaEndpoints replicas, DrainBook drains, RevisionTraffic traffic, IHttpForwarder forwarder, IEnumerable<IDisturbance> disturbances, TimeProvider clock)
{
    // The platform cuts a request that is silent for this long.
    private static readonly ForwarderRequestConfig Limits = new()
    {
        ActivityTimeout = TimeSpan.FromSeconds(240),
        Version = System.Net.HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private RouteMap routes = RouteMap.Empty;

    public RouteMap Routes
    {
        get => Volatile.Read(ref routes);
        set => Volatile.Write(ref routes, value);
    }

    public async Task HandleAsync(HttpContext context, int? plainPort)
    {
        var arrived = clock.GetTimestamp();
        var map = Routes;
        var (woken, disturbed) = (false, false);
        while (true)
        {
            if (map.Find(plainPort, context.Request.Host.Host) is not { } route)
            {
                await Refusal.UnknownHostAsync(context, map.Hosts);
                return;
            }

            if (route.Choose(Random.Shared.Next) is not { } revision)
            {
                await Refusal.NoTrafficAsync(context, route.App);
                return;
            }

            if ((!disturbed && await DisturbAsync(context, revision)) || await TryForwardAsync(context, revision))
            {
                traffic.Record(revision, context.Response.StatusCode, clock.GetElapsedTime(arrived));
                return;
            }

            disturbed = true;

            if (replicas.WakerOf(revision) is { } wake && !woken)
            {
                woken = true;
                await WakeAsync(wake, context.RequestAborted);
                continue;
            }

            var tried = map;
            map = Routes;
            if (map == tried)
            {
                await Refusal.NoReplicaAsync(context, revision);
                traffic.Record(revision, context.Response.StatusCode, clock.GetElapsedTime(arrived));
                return;
            }
        }
    }

    private async ValueTask<bool> DisturbAsync(HttpContext context, string revision)
    {
        foreach (var disturbance in disturbances)
        {
            if (await disturbance.DisturbAsync(context, revision))
                return true;
        }

        return false;
    }

    /// <summary>False when no replica of the revision took the request, and nothing was answered.</summary>
    private async Task<bool> TryForwardAsync(HttpContext context, string revision)
    {
        var refused = ImmutableHashSet<ReplicaEndpoint>.Empty;
        while (Pick(replicas.Of(revision), refused) is { } replica)
        {
            if (!replica.TryEnter())
                continue;
            var error = ForwarderError.None;
            try
            {
                error = await forwarder.SendAsync(context, replica.Prefix, replica.Connections, Limits, ForwardedHeaders.Instance);
                if (error is ForwarderError.None)
                    return true;
                if (!WasNeverSent(context))
                {
                    await Refusal.BadAnswerAsync(context, replica, error);
                    return true;
                }
            }
            finally
            {
                if (replica.Exit())
                    drains.End(replica, Kind(context), End(context, replica, error));
            }

            refused = refused.Add(replica);
            context.Response.Clear();
        }

        return false;
    }

    /// <summary>The cold start of a revision that was scaled to zero, paid by the request that ends its sleep.</summary>
    private async Task WakeAsync(Func<CancellationToken, Task> wake, CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(Limits.ActivityTimeout!.Value, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        await wake(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ReplicaEndpoint? Pick(ImmutableArray<ReplicaEndpoint> open, ImmutableHashSet<ReplicaEndpoint> refused)
    {
        if (!refused.IsEmpty)
            open = open.RemoveAll(refused.Contains);
        return open.Length switch
        {
            0 => null,
            1 => open[0],
            var count => open[Random.Shared.Next(count)],
        };
    }

    private static RequestKind Kind(HttpContext context) => context.Response switch
    {
        { StatusCode: StatusCodes.Status101SwitchingProtocols } => RequestKind.WebSocket,
        { ContentType: { } type } when type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) => RequestKind.EventStream,
        _ => RequestKind.Request,
    };

    // A stream that outlived its replica's time did not end by itself, however politely the replica ended it.
    private static RequestEnd End(HttpContext context, ReplicaEndpoint replica, ForwarderError error) => error switch
    {
        ForwarderError.None => replica.IsOverdue && Kind(context) != RequestKind.Request ? RequestEnd.Cut : RequestEnd.Finished,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.RequestBodyClient
            or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
            or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeResponseClient => RequestEnd.Abandoned,
        _ => WasNeverSent(context) && !replica.IsOverdue ? RequestEnd.Finished : RequestEnd.Cut,
    };

    private static bool WasNeverSent(HttpContext context) =>
        !context.Response.HasStarted
        && context.GetForwarderErrorFeature()?.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError };
}
